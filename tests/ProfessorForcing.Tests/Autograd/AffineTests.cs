using ProfessorForcing.Autograd;
using ProfessorForcing.Native;
using ProfessorForcing.Optimization;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Autograd;

public sealed class AffineTests
{
    static AffineTests() => NativeLibraries.Initialize();

    [Fact]
    public void What_is_kept_for_the_way_back_is_gone_after_it()
    {
        using var scope = NewDisposeScope();
        var (input, weight, bias) = Arguments();
        var output = Affine.Apply(input, weight, bias).sum();
        Gradients.WithRespectTo([input, weight], [output]);
        var error = Assert.Throws<InvalidOperationException>(() => Gradients.WithRespectTo([input, weight], [output]));
        Assert.Contains("a second time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retained_graph_can_be_gone_back_through_again()
    {
        using var scope = NewDisposeScope();
        var (input, weight, bias) = Arguments();
        var output = Affine.Apply(input, weight, bias).sum();
        var first = Gradients.WithRespectTo([input, weight], [output], retainGraph: true);
        var second = Gradients.WithRespectTo([input, weight], [output]);
        foreach (var (before, after) in first.Zip(second))
            Assert.Equal(before!.data<float>().ToArray(), after!.data<float>().ToArray());
    }

    private static (Tensor Input, Tensor Weight, Tensor Bias) Arguments() =>
        (arange(24, dtype: ScalarType.Float32).view(2, 3, 4).requires_grad_(), ones(5, 4).requires_grad_(), zeros(5).requires_grad_());
}
