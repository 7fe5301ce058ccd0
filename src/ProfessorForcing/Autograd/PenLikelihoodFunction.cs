using ProfessorForcing.Kernels.Outputs;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// The log density of points of a pen under mixtures of Gaussians, on the kernels. Inputs: parameters [M, P], points [M, 3] without a gradient. Output: [M].
/// </summary>
internal sealed unsafe class PenLikelihoodFunction : autograd.SingleTensorFunction<PenLikelihoodFunction>
{
    public override string Name => nameof(PenLikelihoodFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (parameters, points) = ((Tensor)vars[0], (Tensor)vars[1]);
        var logDensity = TensorMemory.Empty(parameters.shape[0]);
        var slopes = parameters.requires_grad ? empty_like(parameters) : null;
        PenLikelihood.Compute(TensorMemory.Rows(parameters), TensorMemory.Floats(points), TensorMemory.Floats(logDensity), TensorMemory.FloatsOrNull(slopes));
        ctx.set_materialize_grads(false);
        if (slopes is not null)
            ctx.save_for_backward([slopes]);
        return logDensity;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backpropagation.Run([grad_output], 2, upstream =>
        [upstream[0] is { } gradient ? ctx.get_saved_variables()[0] * gradient.unsqueeze(-1) : null, null]);
}
