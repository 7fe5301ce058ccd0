using ProfessorForcing.Discriminators;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>Affine maps of sequences, on the kernels where they can do it.</summary>
internal static class Affine
{
    /// <summary>x·Wᵀ + b at every step.</summary>
    /// <param name="input">x: [N, T, I].</param>
    /// <param name="weight">W: [O, I].</param>
    /// <param name="bias">b: [O].</param>
    /// <param name="plan">Which gradients are wanted; needs kernels.</param>
    /// <param name="readsBehaviour">Whether the input is the behaviour that the plan is about.</param>
    /// <returns>[N, T, O].</returns>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor bias, BackwardPlan? plan = null, bool readsBehaviour = false)
    {
        if (!TensorMemory.HasKernels(weight))
            return nn.functional.linear(input, weight, bias);
        using var scope = NewDisposeScope();
        var (rows, steps) = (input.shape[0], input.shape[1]);
        var timeMajor = input.transpose(0, 1).contiguous().view(steps * rows, input.shape[^1]);  // [T·N, I]
        var call = new LinearCall((int)rows, plan, readsBehaviour);
        var output = LinearFunction.apply(timeMajor, weight, bias, call);                        // [T·N, O]
        if (output.requires_grad)
            call.Keep(timeMajor, scope);
        return output.view(steps, rows, weight.shape[0]).transpose(0, 1).MoveToOuterDisposeScope();
    }

    /// <summary>log P of symbols under softmax(x·Wᵀ + b), on the kernels, without an array of all logits.</summary>
    /// <param name="input">x: [N, T, I].</param>
    /// <param name="weight">W: [V, I].</param>
    /// <param name="bias">b: [V].</param>
    /// <param name="symbols">int64 [N, T].</param>
    /// <returns>[N, T], in nats.</returns>
    public static Tensor LogProbability(Tensor input, Tensor weight, Tensor bias, Tensor symbols)
    {
        using var scope = NewDisposeScope();
        var (rows, steps) = (input.shape[0], input.shape[1]);
        var timeMajor = input.transpose(0, 1).contiguous().view(steps * rows, input.shape[^1]);  // [T·N, I]
        var targets = symbols.t().contiguous().view(steps * rows);                               // [T·N]
        return SoftmaxLikelihoodFunction.apply(timeMajor, weight, bias, targets)
            .view(steps, rows).t().MoveToOuterDisposeScope();                                    // [N, T]
    }
}
