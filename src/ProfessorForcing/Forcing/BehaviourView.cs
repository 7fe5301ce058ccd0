using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Generators;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>Chooses from what a generator went through the features that the discriminator sees; output parameters come last.</summary>
public static class BehaviourView
{
    /// <summary>b = B(x, y, θg): [N, T, F].</summary>
    public static Tensor Of(IGenerator generator, GeneratorTrace trace, ProfessorForcingOptions options)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(options);
        IEnumerable<Tensor> Chosen(IReadOnlyList<Tensor?> layers) => Layers(options, layers.Count)
            .Select(layer => layers[layer] ?? throw new ArgumentException($"Layer {layer} does not show what the behaviour needs of it.", nameof(trace)));
        var features = options.Behaviour.Order(OutputsLast).SelectMany(feature => feature switch
        {
            BehaviourFeature.Candidate => Chosen(trace.Candidates),
            BehaviourFeature.Hidden => Chosen(trace.Hidden),
            BehaviourFeature.Embedding => [options.EmbeddingGradient ? trace.Embedding : trace.Embedding.detach()],
            BehaviourFeature.Condition => [trace.Condition ?? throw new ArgumentException("The generator has no condition to show.", nameof(trace))],
            BehaviourFeature.Window => [trace.WindowParameters ?? throw new ArgumentException("The generator has no window to show.", nameof(trace))],
            BehaviourFeature.Logits => [trace.Parameters],
            BehaviourFeature.Probabilities => [generator.Output.Probabilities(trace.Parameters)],
            _ => throw new ArgumentOutOfRangeException(nameof(options), feature, "Unknown behaviour feature."),
        }).ToArray();
        // Time first in memory, as the kernels have and want it.
        return features.Length == 1 ? features[0] : cat([.. features.Select(feature => feature.transpose(0, 1))], -1).transpose(0, 1);
    }

    /// <summary>The shape of what <see cref="Of"/> gives.</summary>
    /// <param name="generator">Sizes of the generator.</param>
    /// <param name="outputParameters">P of its output distribution.</param>
    /// <param name="options">Which features.</param>
    /// <param name="elements">What is read of an element and of the condition.</param>
    /// <param name="plane">How the elements of a sequence lie in the plane; null if they do not.</param>
    public static BehaviourShape Shape(GeneratorOptions generator, int outputParameters, ProfessorForcingOptions options, ElementSpace elements, Plane? plane)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(elements);
        var layers = Layers(options, generator.Layers).Count();
        var outputs = options.Behaviour.Count(IsOutput) * outputParameters;
        var others = options.Behaviour.Sum(feature => feature switch
        {
            BehaviourFeature.Candidate or BehaviourFeature.Hidden => layers * generator.Hidden,
            BehaviourFeature.Embedding => elements.ReadWidth(generator.Embedding),
            BehaviourFeature.Condition => elements.ConditionWidth,
            BehaviourFeature.Window => SoftWindow.NumbersOfComponent * generator.WindowComponents,
            _ => 0,
        });
        return new BehaviourShape(others + outputs, outputs, plane);
    }

    /// <summary>The layers whose candidates the discriminator sees.</summary>
    internal static IReadOnlyList<int> CandidateLayers(GeneratorOptions generator, ProfessorForcingOptions options) =>
        options.Behaviour.Contains(BehaviourFeature.Candidate) ? [.. Layers(options, generator.Layers)] : [];

    private static IEnumerable<int> Layers(ProfessorForcingOptions options, int count) =>
        options.BehaviourLayers.Count == 0 ? Enumerable.Range(0, count) : options.BehaviourLayers.Distinct().Order();

    private static readonly Comparer<BehaviourFeature> OutputsLast =
        Comparer<BehaviourFeature>.Create((a, b) => (IsOutput(a), a).CompareTo((IsOutput(b), b)));

    private static bool IsOutput(BehaviourFeature feature) => feature is BehaviourFeature.Logits or BehaviourFeature.Probabilities;
}
