using ProfessorForcing.Bench.Contests;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Tests.Contests;

public class LikelihoodContestTests
{
    [Fact]
    public void Both_sides_give_the_same_likelihoods_and_gradients()
    {
        using var scope = NewDisposeScope();
        using var contest = new LikelihoodContest(new LikelihoodShape(3, 7, 12, 50));
        var (ours, theirs) = (contest.OnKernels(), contest.ByTorch());
        Assert.Equal(4, ours.Count);
        Assert.All(ours.Zip(theirs), pair => Assert.True(allclose(pair.First, pair.Second, 1e-4, 1e-5)));
    }
}
