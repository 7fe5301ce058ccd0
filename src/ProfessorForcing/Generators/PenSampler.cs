using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Outputs;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Writes texts with a trained generator of handwriting, without dropout (Graves 2013, section 5).</summary>
public static class PenSampler
{
    /// <summary>
    /// Writes. A sample ends before the first point at which the window weighs the place after the text more than every character. With priming, the
    /// generator first reads the real strokes while its window goes over their text; what it writes then is in their style (section 5.5).
    /// </summary>
    /// <param name="generator">The generator.</param>
    /// <param name="request">What to write, and how.</param>
    /// <returns>One sample for each text.</returns>
    public static IReadOnlyList<PenSample> Sample(IGenerator generator, PenRequest request)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(request);
        if (generator.Output is not PenOutput output)
            throw new ArgumentException("This generator does not write by hand.", nameof(generator));
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var pages = request.Texts.Select((text, i) => new Page(text.Length, request.Lengths[i], new RandomStream(request.Seed, $"sample/{i}"))).ToArray();
        var state = Start(generator, request);
        while (pages.Any(page => page.IsWriting))
        {
            using var step = NewDisposeScope();
            (var parameters, state) = generator.Step(state, GeneratorMasks.None);                            // [N, P]
            var points = output.Sample(parameters, Uniforms(pages, generator), request.Sampling);            // [N, 3]
            state = (state with { Previous = points }).Select(value => value.MoveToOuterDisposeScope());
            Write(pages, state, points, request.KeepsDensities ? output.Describe(parameters, request.Sampling) : null, request.PrimingText.Count);
        }
        return [.. pages.Select(page => page.Sample)];
    }

    private static GeneratorState Start(IGenerator generator, PenRequest request)
    {
        var rows = request.Texts.Count;
        int[][] texts = [.. request.Texts.Select(text => (int[])[.. request.PrimingText, .. text])];
        var width = texts.Max(text => text.Length);
        var characters = tensor(texts.SelectMany(text => text.Select(character => (long)character).Concat(new long[width - text.Length])).ToArray(), rows, width);
        var device = generator.Parameters.Device;
        var state = generator.InitialState(rows, new TextCondition(characters.to(device), [.. texts.Select(text => text.Length)]));
        if (request.PrimingPoints.Count == 0)
            return state;
        var points = tensor(
            request.PrimingPoints.SelectMany(point => new[] { point.Dx, point.Dy, point.LiftsPen ? 1f : 0 }).ToArray(), 1, request.PrimingPoints.Count, PenSpace.PointWidth,
            device: device).expand(rows, -1, -1);                                                            // [N, T, 3]
        return generator.Unroll(points, state, GeneratorMasks.None).Final;
    }

    private static Tensor Uniforms(Page[] pages, IGenerator generator)
    {
        var width = generator.Output.UniformsPerElement;
        var values = new float[pages.Length * width];
        for (var i = 0; i < pages.Length; i++)
            pages[i].Random.Fill(values.AsSpan(i * width, width));
        return tensor(values, pages.Length, width, device: generator.Parameters.Device);
    }

    private static void Write(Page[] pages, GeneratorState state, Tensor points, PenDensity[]? densities, int primed)
    {
        var ends = state.Window!.HasEnded();
        var numbers = points.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        var weights = state.Window.Weights.to_type(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        var width = weights.Length / pages.Length;
        for (var i = 0; i < pages.Length; i++)
        {
            if (!pages[i].IsWriting || (pages[i].HasEnded = ends[i]))
                continue;
            var (dx, dy, lift) = (numbers[3 * i], numbers[3 * i + 1], numbers[3 * i + 2]);
            pages[i].Add(new(dx, dy, lift > 0.5f), weights.AsSpan(i * width + primed, pages[i].TextLength + 1).ToArray(), densities?[i]);
        }
    }

    // A sample that is being written.
    private sealed class Page(int textLength, int length, RandomStream random)
    {
        private readonly List<PenPoint> _points = [];
        private readonly List<float[]> _weights = [];
        private readonly List<PenDensity> _densities = [];

        public int TextLength { get; } = textLength;

        public RandomStream Random { get; } = random;

        public bool HasEnded { get; set; }

        public bool IsWriting => !HasEnded && _points.Count < length;

        public PenSample Sample => new([.. _points.SkipLast(1), .. _points.TakeLast(1).Select(point => point with { LiftsPen = true })], _weights, _densities, HasEnded);

        public void Add(PenPoint point, float[] weights, PenDensity? density)
        {
            _points.Add(point);
            _weights.Add(weights);
            if (density is not null)
                _densities.Add(density);
        }
    }
}
