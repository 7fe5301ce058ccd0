using ProfessorForcing.Kernels.Outputs;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// log P of symbols under softmax(h·Wᵀ + b), on the kernels, without an array of all logits. Inputs: h [M, H], W [V, H], b [V], the symbols
/// int64 [M]. Output: [M].
/// </summary>
internal sealed unsafe class SoftmaxLikelihoodFunction : autograd.SingleTensorFunction<SoftmaxLikelihoodFunction>
{
    public override string Name => nameof(SoftmaxLikelihoodFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (hidden, weight, bias, targets) = ((Tensor)vars[0], (Tensor)vars[1], (Tensor)vars[2], (Tensor)vars[3]);
        var output = empty(hidden.shape[0], dtype: ScalarType.Float32);
        var logSums = empty(hidden.shape[0], dtype: ScalarType.Float32);
        SoftmaxMath.Forward(Pass(hidden, weight, bias, targets, logSums, output, null, null, null, null));
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([hidden, weight, bias, targets, logSums]);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backpropagation.Run([grad_output], 4, upstream =>
    {
        if (upstream[0] is not { } gradient)
            return [null, null, null, null];
        var saved = ctx.get_saved_variables();
        var (hidden, weight, bias) = (saved[0], saved[1], saved[2]);
        var (toWeight, toBias) = (empty_like(weight), empty_like(bias));
        var toHidden = hidden.requires_grad ? empty_like(hidden) : null;
        SoftmaxMath.Backward(Pass(hidden, weight, bias, saved[3], saved[4], null, gradient, toHidden, toWeight, toBias));
        return [toHidden, Backpropagation.Give(weight, toWeight), toBias, null];
    });

    private static SoftmaxPass Pass(
        Tensor hidden, Tensor weight, Tensor bias, Tensor targets, Tensor logSums, Tensor? output, Tensor? upstream, Tensor? toHidden, Tensor? toWeight, Tensor? toBias) => new()
        {
            Hidden = TensorMemory.Rows(hidden),
            Weight = TensorMemory.Rows(weight),
            Bias = TensorMemory.Floats(bias),
            Targets = TensorMemory.Longs(targets),
            LogSums = TensorMemory.Floats(logSums),
            LogProbability = TensorMemory.FloatsOrNull(output),
            Upstream = TensorMemory.FloatsOrNull(upstream),
            HiddenGradient = TensorMemory.FloatsOrNull(toHidden),
            WeightGradient = TensorMemory.FloatsOrNull(toWeight),
            BiasGradient = TensorMemory.FloatsOrNull(toBias),
        };
}
