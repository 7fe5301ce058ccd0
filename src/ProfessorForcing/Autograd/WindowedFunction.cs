using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// A recurrent layer that reads a text through its own soft window, on the kernels. Inputs: what it reads besides, time-major [T, N, I − C], without a
/// gradient; W_ih, W_hh, b_ih, b_hh; h and c before the first step [N, H], the latter missing of a GRU; the window's W [3·K, H] and b [3·K]; a
/// <see cref="WindowedCall"/>. Outputs as of <see cref="WindowedCall.Forward"/>.
/// </summary>
internal sealed class WindowedFunction : autograd.MultiTensorFunction<WindowedFunction>
{
    private const string State = "call";

    public override string Name => nameof(WindowedFunction);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (WindowedCall)vars[^1];
        Tensor?[] weights = [.. vars[1..^1].Select(argument => (Tensor?)argument)];
        ctx.set_materialize_grads(false);
        ctx.save_data(State, call);
        ctx.save_for_backward([.. weights!]);
        return call.Forward((Tensor)vars[0], new WindowedWeights(weights));
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var call = (WindowedCall)ctx.get_data(State);
        return Backpropagation.Run(grad_outputs, 10, upstream =>
        {
            var weights = new WindowedWeights([.. ctx.get_saved_variables()]);
            var gradients = call.Backward(weights, upstream);
            return [null, .. gradients.Select((gradient, i) => gradient is null ? null : Backpropagation.Give(weights.All[i]!, gradient)), null];
        });
    }
}
