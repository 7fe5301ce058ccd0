using ProfessorForcing.Discriminators;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>Changes nothing forward; backward each row's gradient is multiplied by a plan's factor. Inputs: x [N, …], a <see cref="BackwardPlan"/>.</summary>
internal sealed class RowScaleFunction : autograd.SingleTensorFunction<RowScaleFunction>
{
    private const string Plan = "plan";

    public override string Name => nameof(RowScaleFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.save_data(Plan, vars[1]);
        ctx.set_materialize_grads(false);
        var input = (Tensor)vars[0];
        return input.view_as(input);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) => Backpropagation.Run([grad_output], 2, upstream =>
    {
        var plan = (BackwardPlan)ctx.get_data(Plan);
        if (plan.SkipsBehaviour || upstream[0] is not { } gradient)
            return [null, null];
        var factors = plan.BehaviourFactors;
        return [factors is null ? gradient.alias() : gradient * factors.view([-1, .. gradient.shape[1..].Select(_ => 1L)]), null];
    });
}
