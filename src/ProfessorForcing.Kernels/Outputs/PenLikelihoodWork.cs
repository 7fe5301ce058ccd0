using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Memory;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Outputs;

/// <summary>Likelihoods of points of a pen. Each worker has some rows; of a row it has all Gaussians side by side in vectors.</summary>
internal sealed unsafe class PenLikelihoodWork<TIsa, TVector>(Matrix parameters, float* points, float* logDensity, float* slopes) : ITeamWork
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    // π̂, μ̂x, μ̂y, σ̂x, σ̂y, ρ̂, as they come, and in their place the slopes.
    private const int Parts = 6;

    private const float LogTwoPi = 1.8378770664093453f;

    private readonly int _mixtures = parameters.Columns / Parts;

    public void Run(int worker, int workers)
    {
        var (first, rows) = TeamShare.Of(parameters.Rows, worker, workers, 1);
        var width = (_mixtures + TIsa.Lanes - 1) / TIsa.Lanes * TIsa.Lanes;
        var scratch = ThreadScratch.OfThisThread.Tile((nint)(Parts + 1) * width);
        for (var row = first; row < first + rows; row++)
            Row(parameters.Row(row), points + row * PenMixture.PointWidth, row, scratch, width);
    }

    private void Row(float* given, float* point, int row, float* parts, int width)
    {
        // What fills up the last vectors is Gaussians of no weight.
        for (var part = 0; part < Parts; part++)
        {
            new ReadOnlySpan<float>(given + 1 + part * _mixtures, _mixtures).CopyTo(new(parts + part * width, _mixtures));
            new Span<float>(parts + part * width + _mixtures, width - _mixtures).Fill(part == 0 ? float.NegativeInfinity : 0);
        }
        var joint = parts + Parts * width;
        for (var i = 0; i < width; i += TIsa.Lanes)
            Gaussians(parts + i, width, point, joint + i);
        var (largest, sum) = Softmax(joint, width);
        var (largestWeight, sumOfWeights) = Softmax(parts, width);
        var isLifted = point[2] != 0;
        logDensity[row] = largest + MathF.Log(sum) - largestWeight - MathF.Log(sumOfWeights) - LogTwoPi + LogSigmoid(isLifted ? given[0] : -given[0]);
        if (slopes == null)
            return;
        var target = slopes + (nint)row * parameters.Columns;
        target[0] = isLifted ? Sigmoid(-given[0]) : -Sigmoid(given[0]);
        var (share, shareOfWeights) = (TIsa.Splat(1 / sum), TIsa.Splat(1 / sumOfWeights));
        for (var i = 0; i < width; i += TIsa.Lanes)
        {
            // That of a Gaussian counts by its share of the density.
            var responsibility = TIsa.Multiply(TIsa.Load(joint + i), share);
            TIsa.Store(TIsa.Subtract(responsibility, TIsa.Multiply(TIsa.Load(parts + i), shareOfWeights)), parts + i);
            for (var part = 1; part < Parts; part++)
                TIsa.Store(TIsa.Multiply(responsibility, TIsa.Load(parts + part * width + i)), parts + part * width + i);
        }
        for (var part = 0; part < Parts; part++)
            new ReadOnlySpan<float>(parts + part * width, _mixtures).CopyTo(new(target + 1 + part * _mixtures, _mixtures));
    }

    // log(weight · N) of a vector of Gaussians, but for what all have in common; the slopes of log N take the parameters' places.
    private static void Gaussians(float* parts, int width, float* point, float* joint)
    {
        var one = TIsa.Splat(1f);
        var (deviationX, growthX) = Deviation(parts + 3 * width);
        var (deviationY, growthY) = Deviation(parts + 4 * width);
        var bent = VectorMath<TIsa, TVector>.Tanh(TIsa.Load(parts + 5 * width));
        var margin = TIsa.Splat((float)(1 - PenMixture.CorrelationMargin));
        var rho = TIsa.Multiply(margin, bent);
        var unexplained = TIsa.SubtractProduct(rho, rho, one);
        var x = TIsa.Divide(TIsa.Subtract(TIsa.Splat(point[0]), TIsa.Load(parts + width)), deviationX);
        var y = TIsa.Divide(TIsa.Subtract(TIsa.Splat(point[1]), TIsa.Load(parts + 2 * width)), deviationY);
        // zx² + zy² − 2·ρ·zx·zy over 1 − ρ², as two squares: so nothing cancels.
        var rest = TIsa.SubtractProduct(rho, x, y);
        var toY = TIsa.Divide(rest, unexplained);
        var squares = TIsa.MultiplyAdd(rest, toY, TIsa.Multiply(x, x));
        var area = TIsa.Multiply(deviationX, deviationY);
        TIsa.Store(TIsa.Multiply(TIsa.Multiply(area, area), unexplained), joint);
        for (var lane = 0; lane < TIsa.Lanes; lane++)
            joint[lane] = MathF.Log(joint[lane]);
        TIsa.Store(TIsa.MultiplyAdd(TIsa.Splat(-0.5f), TIsa.Add(squares, TIsa.Load(joint)), TIsa.Load(parts)), joint);
        // −∂/∂zx, −∂/∂zy of the squares' half.
        var toX = TIsa.SubtractProduct(rho, toY, x);
        TIsa.Store(TIsa.Divide(toX, deviationX), parts + width);
        TIsa.Store(TIsa.Divide(toY, deviationY), parts + 2 * width);
        TIsa.Store(TIsa.Multiply(TIsa.Subtract(TIsa.Multiply(x, toX), one), growthX), parts + 3 * width);
        TIsa.Store(TIsa.Multiply(TIsa.Subtract(TIsa.Multiply(y, toY), one), growthY), parts + 4 * width);
        var toRho = TIsa.Add(TIsa.Divide(rho, unexplained), TIsa.Multiply(toY, TIsa.SubtractProduct(rho, toY, x)));
        TIsa.Store(TIsa.Multiply(toRho, TIsa.Multiply(margin, TIsa.SubtractProduct(bent, bent, one))), parts + 5 * width);
    }

    // σ, and the slope of log σ.
    private static (TVector Deviation, TVector Growth) Deviation(float* raw)
    {
        var limit = TIsa.Splat((float)PenMixture.LargestLogDeviation);
        var value = TIsa.Load(raw);
        var power = VectorMath<TIsa, TVector>.Exp(TIsa.AtMost(limit, value));
        var deviation = TIsa.Add(power, TIsa.Splat((float)PenMixture.Floor));
        return (deviation, TIsa.WhereLess(limit, value, TIsa.Zero, TIsa.Divide(power, deviation)));
    }

    // Numbers become exp(number − the largest).
    private static (float Largest, float Sum) Softmax(float* numbers, int count)
    {
        var largest = float.NegativeInfinity;
        for (var i = 0; i < count; i++)
            largest = Math.Max(largest, numbers[i]);
        var (shift, sum) = (TIsa.Splat(largest), TIsa.Zero);
        for (var i = 0; i < count; i += TIsa.Lanes)
        {
            var value = VectorMath<TIsa, TVector>.Exp(TIsa.Subtract(TIsa.Load(numbers + i), shift));
            TIsa.Store(value, numbers + i);
            sum = TIsa.Add(sum, value);
        }
        return (largest, TIsa.Sum(sum));
    }

    private static float LogSigmoid(float value) => Math.Min(value, 0) - MathF.Log(1 + MathF.Exp(-Math.Abs(value)));

    private static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));
}
