using ProfessorForcing.Kernels.Matrices;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// An affine map x·Wᵀ + b on the kernels. Inputs: x [M, I], W [O, I], b [O], a <see cref="LinearCall"/>. Output: [M, O].
/// </summary>
internal sealed unsafe class LinearFunction : autograd.SingleTensorFunction<LinearFunction>
{
    private const string State = "call";

    public override string Name => nameof(LinearFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, weight, bias) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2]);
        ctx.save_data(State, vars[3]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([weight]);
        var output = empty(input.shape[0], weight.shape[0], dtype: ScalarType.Float32);          // [M, O]
        output.copy_(bias.detach());
        MatrixMath.Multiply(TensorMemory.Rows(input), false, TensorMemory.Rows(weight), true, TensorMemory.Rows(output), accumulate: true);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backpropagation.Run([grad_output], 4, upstream =>
    {
        if (upstream[0] is not { } gradient)
            return [null, null, null, null];
        var call = (LinearCall)ctx.get_data(State);
        var (input, weight) = (call.Input, ctx.get_saved_variables()[0]);
        var scales = call.Plan?.WeightFactorsOver(input.shape[0] / call.Rows);
        Tensor? toWeight = null, toBias = null;
        if (call.Plan is not { SkipsWeights: true })
        {
            (toWeight, toBias) = (empty_like(weight), empty(weight.shape[0], dtype: ScalarType.Float32));
            var factors = TensorMemory.FloatsOrNull(scales);
            MatrixMath.Multiply(TensorMemory.Rows(gradient), true, TensorMemory.Rows(input), false, TensorMemory.Rows(toWeight), scales: factors);
            MatrixMath.SumColumns(TensorMemory.Rows(gradient), TensorMemory.Floats(toBias), factors);
        }
        Tensor? toInput = null;
        var plan = call.ReadsBehaviour ? call.Plan : null;
        if (call.InputNeedsGradient && plan is not { SkipsBehaviour: true })
        {
            var (first, count) = plan?.BehaviourRows ?? (0, call.Rows);
            toInput = count < call.Rows ? zeros_like(input) : empty_like(input);
            MatrixMath.Multiply(
                TensorMemory.Rows(gradient).RowsOfEach(first, count, call.Rows), false, TensorMemory.Rows(weight), false,
                TensorMemory.Rows(toInput).RowsOfEach(first, count, call.Rows));
        }
        if (!Backpropagation.GraphIsRetained)
            call.Release();
        return [toInput, Backpropagation.Give(weight, toWeight), toBias, null];
    });
}
