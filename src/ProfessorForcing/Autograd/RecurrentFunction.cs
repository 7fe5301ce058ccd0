using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// A recurrent layer over a sequence, in one direction or two, on the kernels. Inputs: x time-major [T, N, I], or a table [V, G·H] of
/// W_ih·x + b_ih; for each direction W_ih, W_hh, b_ih, b_hh (with a table the first and third are not used); with layer normalisation for each
/// direction γ_ih, γ_hh, γ_c and b_c (with a table the table is normalised, and the first is not used; a GRU has no others than the first
/// two); h and c before the first step [N, H], which may be missing; a <see cref="RecurrentCall"/>. Outputs: h_t [T, N, D·H] with the D
/// directions side by side; for each direction, if they are shown, the candidate's pre-activation [T, N, H]; for each direction of an LSTM
/// c_t [T, N, H].
/// </summary>
internal sealed class RecurrentFunction : autograd.MultiTensorFunction<RecurrentFunction>
{
    private const string State = "call";

    public override string Name => nameof(RecurrentFunction);

    public override List<Tensor> forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var call = (RecurrentCall)vars[^1];
        var arguments = new RecurrentArguments([.. vars[..^1].Select(argument => (Tensor?)argument)], call);
        ctx.set_materialize_grads(false);
        ctx.save_data(State, call);
        ctx.save_for_backward([.. arguments.All!]);
        return call.Forward(arguments);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, List<Tensor> grad_outputs)
    {
        var call = (RecurrentCall)ctx.get_data(State);
        var inputs = 3 + (call.IsNormalized ? 8 : 4) * call.Directions.Count;
        return Backpropagation.Run(grad_outputs, inputs + 1, upstream =>
        {
            var arguments = new RecurrentArguments([.. ctx.get_saved_variables()], call);
            var gradients = call.Backward(arguments, upstream);
            return [.. gradients.Select((gradient, i) => gradient is null ? null : Backpropagation.Give(arguments.All[i]!, gradient)), null];
        });
    }
}
