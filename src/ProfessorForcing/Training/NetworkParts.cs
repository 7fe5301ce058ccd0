using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Outputs;
using ProfessorForcing.Recurrent;

namespace ProfessorForcing.Training;

/// <summary>Parameters and arithmetic of the networks' parts, from the options alone.</summary>
internal static class NetworkParts
{
    /// <summary>The name of the generator.</summary>
    public const string Generator = "generator";

    private const string Discriminator = "discriminator";

    /// <summary>The name of the generator's last part.</summary>
    public const string Output = "output";

    /// <summary>The name of the soft window over a text.</summary>
    public const string Window = "window";

    /// <summary>The name of a recurrent layer's part.</summary>
    public static string Layer(int index) => $"layer {index}";

    /// <summary>The generator: embedding, layers, output.</summary>
    /// <param name="options">Its sizes.</param>
    /// <param name="space">What is read and put out at each step.</param>
    /// <param name="candidateLayers">The layers whose candidates are shown.</param>
    /// <param name="recomputes">Whether the recurrent layers compute their gates again on the way back.</param>
    public static IEnumerable<PartCost> Of(GeneratorOptions options, ElementSpace space, IReadOnlyCollection<int> candidateLayers, bool recomputes)
    {
        var (read, condition) = (space.ReadWidth(options.Embedding), space.ConditionWidth);
        var outputs = OutputDistributions.For(space, options.Mixtures).ParameterCount;
        var isPen = space is PenSpace;
        if (space is SymbolSpace symbols)
            yield return new(Generator, "embedding", symbols.Count, read, (long)symbols.Count * read, 0, read);
        for (var layer = 0; layer < options.Layers; layer++)
        {
            var part = Recurrent(
                Generator, Layer(layer), options.Cell, layer == 0 ? read + condition : options.Hidden + (isPen ? read + condition : 0), options.Hidden, options.LayerNorm,
                candidateLayers.Contains(layer), recomputes && !(isPen && layer == 0));
            var initial = options.LearnedInitialState ? options.Hidden * (options.Cell == CellKind.Lstm ? 2 : 1) : 0;
            yield return part with { Parameters = part.Parameters + initial };
            // What is read through the window is no product worth counting beside the layer's.
            if (isPen && layer == 0)
                yield return Affine(Generator, Window, options.Hidden, SoftWindow.NumbersOfComponent * options.WindowComponents);
        }
        // Logits and their normalised logarithms are kept.
        yield return Affine(Generator, Output, isPen ? options.Layers * options.Hidden : options.Hidden, outputs) with { Activations = 2L * outputs };
    }

    /// <summary>The discriminator: projection if there is one, and what its kind has.</summary>
    /// <param name="options">Its sizes.</param>
    /// <param name="shape">The behaviour it sees.</param>
    /// <param name="recomputes">Whether recurrent layers compute their gates again on the way back.</param>
    public static IEnumerable<PartCost> Of(DiscriminatorOptions options, BehaviourShape shape, bool recomputes)
    {
        var width = ProjectedWidth(options, shape);
        IEnumerable<PartCost> projection = HasProjection(options, shape) ? [Affine(Discriminator, "projection", shape.OutputWidth, options.OutputProjection)] : [];
        return projection.Concat(options switch
        {
            RecurrentDiscriminatorOptions recurrent => Of(recurrent, width, recomputes),
            ConvolutionalDiscriminatorOptions convolutional => Of(convolutional, width, shape.Plane!),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options, "Unknown kind of discriminator."),
        });
    }

    // Two directions, MLP, logit.
    private static IEnumerable<PartCost> Of(RecurrentDiscriminatorOptions options, int width, bool recomputes)
    {
        yield return Recurrent(Discriminator, "forward direction", options.Cell, width, options.Hidden, options.LayerNorm, false, recomputes);
        yield return Recurrent(Discriminator, "backward direction", options.Cell, width, options.Hidden, options.LayerNorm, false, recomputes);
        var input = 2 * options.Hidden;
        for (var layer = 0; layer < options.MlpLayers; layer++)
        {
            var output = options.MlpHidden > 0 ? options.MlpHidden : options.Hidden;
            yield return Affine(Discriminator, $"mlp {layer}", input, output);
            input = output;
        }
        yield return Affine(Discriminator, "logit", input, 1);
    }

    // Convolutions and logit. An element's share of them is that of a pixel of the behaviour's plane.
    private static IEnumerable<PartCost> Of(ConvolutionalDiscriminatorOptions options, int width, Plane plane)
    {
        var window = (double)options.Kernel * options.Kernel;
        var sizes = ConvolutionalDiscriminator.Sizes(options, width, plane);
        for (var i = 0; i < sizes.Count; i++)
        {
            var (inputs, outputs, target) = sizes[i];
            var (parameters, share) = ((long)(window * inputs * outputs + outputs), (double)target.Count / plane.Count);
            // Kept: what is read, laid out as a plane, and what is put out before and after the ReLU.
            var kept = (i == 0 ? inputs : 0) + 2 * share * outputs;
            yield return new(Discriminator, $"convolution {i}", inputs, outputs, parameters, 2 * window * inputs * outputs * share, kept);
        }
        var features = sizes[^1].Outputs * sizes[^1].Plane.Count;
        yield return new(Discriminator, "logit", features, 1, features + 1, 2.0 * features / plane.Count, 0);
    }

    /// <summary>Whether the discriminator goes back once for both networks, or once for each.</summary>
    public static bool GoesBackOnce(DiscriminatorOptions options) => options is RecurrentDiscriminatorOptions;

    /// <summary>FLOPs, for one element, of the discriminator's products with the behaviour itself.</summary>
    /// <param name="options">The discriminator's sizes.</param>
    /// <param name="shape">The behaviour it sees.</param>
    /// <param name="share">Of how many of the rows; a recurrence that reads a learned projection has all, for its sake.</param>
    public static double BehaviourProducts(DiscriminatorOptions options, BehaviourShape shape, double share = 1)
    {
        // For each feature of the behaviour, by what reads it.
        var products = options switch
        {
            RecurrentDiscriminatorOptions recurrent => 4.0 * Gates(recurrent.Cell) * recurrent.Hidden,
            _ => Of(options, shape, false).First(part => part.Part != "projection").ForwardFlops / ProjectedWidth(options, shape),
        };
        return HasProjection(options, shape)
            ? products * (shape.Width - shape.OutputWidth) + share * 2.0 * shape.OutputWidth * options.OutputProjection
            : share * products * shape.Width;
    }

    /// <summary>The generator's parts between its inputs and the behaviour.</summary>
    public static IReadOnlyList<PartCost> BelowBehaviour(IReadOnlyList<PartCost> generator, GeneratorOptions options, ProfessorForcingOptions professor)
    {
        if (professor.Behaviour.Any(feature => feature is BehaviourFeature.Logits or BehaviourFeature.Probabilities))
            return generator;
        var hasWindow = generator.Any(part => part.Part == Window);
        int top;
        if (professor.Behaviour.Any(feature => feature is BehaviourFeature.Candidate or BehaviourFeature.Hidden))
            top = professor.BehaviourLayers.Count == 0 ? options.Layers - 1 : professor.BehaviourLayers.Max();
        else if (hasWindow && professor.Behaviour.Any(feature => feature is BehaviourFeature.Window or BehaviourFeature.Condition))
            top = 0;
        else
            return [];
        var below = Enumerable.Range(0, top + 1).Select(Layer).Append(Window).ToHashSet();
        return [.. generator.Where(part => below.Contains(part.Part))];
    }

    private static bool HasProjection(DiscriminatorOptions options, BehaviourShape shape) => shape.OutputWidth > 0 && options.OutputProjection > 0;

    private static int ProjectedWidth(DiscriminatorOptions options, BehaviourShape shape) =>
        shape.Width + (HasProjection(options, shape) ? options.OutputProjection - shape.OutputWidth : 0);

    private static int Gates(CellKind cell) => cell == CellKind.Gru ? 3 : 4;

    /// <summary>Values of a recurrent layer for one element that are there while its gates are, and no longer if those are recomputed.</summary>
    public static long GateValues(CellKind cell, int hidden, bool isNormalized)
    {
        var gates = cell == CellKind.Gru ? 4 : Gates(cell); // with a GRU's candidate
        var normalized = !isNormalized ? 0 : 2 * Gates(cell) + (cell == CellKind.Lstm ? 1 : 0);
        return (long)(gates + normalized) * hidden;
    }

    // Kept: state (and the LSTM's cell), the candidate if it is shown, and, unless they are recomputed, the gates, with a GRU's candidate,
    // and what layer normalisation makes of both products (and the cell).
    private static PartCost Recurrent(
        string network, string part, CellKind cell, int input, int hidden, bool isNormalized, bool showsCandidate, bool recomputes)
    {
        var gates = (long)Gates(cell) * hidden;
        var isLstm = cell == CellKind.Lstm;
        var gains = isNormalized ? 2 * gates + (isLstm ? 2L * hidden : 0) : 0;
        var shown = showsCandidate && (isLstm || recomputes) ? hidden : 0;
        var kept = (isLstm ? 2 : 1) * hidden + shown + (recomputes ? 0 : GateValues(cell, hidden, isNormalized));
        return new(network, part, input, hidden, gates * (input + hidden) + 2 * gates + gains, 2.0 * gates * (input + hidden), kept) { Cell = cell, IsNormalized = isNormalized };
    }

    private static PartCost Affine(string network, string part, int input, int output) =>
        new(network, part, input, output, (long)input * output + output, 2.0 * input * output, output);
}
