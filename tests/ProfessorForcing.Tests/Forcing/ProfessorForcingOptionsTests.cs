using ProfessorForcing.Forcing;

namespace ProfessorForcing.Tests.Forcing;

public sealed class ProfessorForcingOptionsTests
{
    private static string[] ErrorsOf(ProfessorForcingOptions options)
    {
        var errors = new List<string>();
        options.Validate("professor", errors);
        return [.. errors];
    }

    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(ErrorsOf(new()));

    [Fact]
    public void Every_contradiction_is_named()
    {
        Assert.StartsWith("professor.behaviour is empty: name at least one of ", Assert.Single(ErrorsOf(new() { Behaviour = [] })), StringComparison.Ordinal);
        Assert.Equal(["professor.behaviour names a feature twice"], ErrorsOf(new() { Behaviour = [BehaviourFeature.Hidden, BehaviourFeature.Hidden] }));
        Assert.StartsWith("professor.discriminator_gate (0.7) is below professor.generator_gate (0.75)", Assert.Single(ErrorsOf(new() { DiscriminatorGate = 0.7 })), StringComparison.Ordinal);
        Assert.StartsWith("professor.free_weight and professor.teacher_weight are both 0", Assert.Single(ErrorsOf(new() { FreeWeight = 0 })), StringComparison.Ordinal);
    }
}
