using ProfessorForcing.Kernels.Normalization;
using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Tests.Support;

/// <summary>A recurrent layer in double precision, one number after another, forward only: gradients are compared with its differences.</summary>
internal sealed record ReferenceCell(RecurrentCell Cell, int Rows, int Steps, int Units, bool Reverse)
{
    public int Gates => Cell == RecurrentCell.Gru ? 3 : 4;

    /// <summary>Hidden states, candidates and cell states: [T, N, H] each.</summary>
    public (double[] Hidden, double[] Candidate, double[] Cell) Run(
        double[] inputGates, double[] weight, double[] bias, double[]? initialHidden, double[]? initialCell, double[]? keep,
        Normalization? normalization = null)
    {
        var size = Steps * Rows * Units;
        var (hidden, candidate, cell) = (new double[size], new double[size], new double[size]);
        for (var step = 0; step < Steps; step++)
        {
            var t = Reverse ? Steps - 1 - step : step;
            var before = Reverse ? t + 1 : t - 1;
            for (var n = 0; n < Rows; n++)
            {
                double H(int u) => step > 0 ? hidden[(before * Rows + n) * Units + u] : initialHidden?[n * Units + u] ?? 0;
                double C(int u) => step > 0 ? cell[(before * Rows + n) * Units + u] : initialCell?[n * Units + u] ?? 0;
                var sums = Enumerable.Range(0, Gates * Units).Select(i => Enumerable.Range(0, Units).Sum(k => weight[i * Units + k] * H(k))).ToArray();
                if (normalization is not null)
                    sums = Normalized(sums, normalization.HiddenGain);
                var output = new double[Units];
                for (var u = 0; u < Units; u++)
                {
                    var (fromInput, fromHidden) = (new double[Gates], new double[Gates]);
                    for (var gate = 0; gate < Gates; gate++)
                    {
                        fromInput[gate] = inputGates[(t * Rows + n) * Gates * Units + gate * Units + u];
                        fromHidden[gate] = bias[gate * Units + u] + sums[gate * Units + u];
                    }
                    var at = (t * Rows + n) * Units + u;
                    var real = keep?[t * Rows + n] ?? 1;
                    if (Cell == RecurrentCell.Gru)
                    {
                        var (r, z) = (Sigmoid(fromInput[0] + fromHidden[0]), Sigmoid(fromInput[1] + fromHidden[1]));
                        candidate[at] = fromInput[2] + r * fromHidden[2];
                        hidden[at] = real * ((1 - z) * Math.Tanh(candidate[at]) + z * H(u));
                    }
                    else
                    {
                        candidate[at] = fromInput[2] + fromHidden[2];
                        cell[at] = real * (Sigmoid(fromInput[1] + fromHidden[1]) * C(u) + Sigmoid(fromInput[0] + fromHidden[0]) * Math.Tanh(candidate[at]));
                        output[u] = Sigmoid(fromInput[3] + fromHidden[3]);
                    }
                }
                if (Cell == RecurrentCell.Gru)
                    continue;
                var shown = cell[((t * Rows + n) * Units)..((t * Rows + n + 1) * Units)];
                if (normalization is not null)
                    shown = [.. Normalized(shown, normalization.CellGain).Zip(normalization.CellBias, (value, offset) => value + offset)];
                for (var u = 0; u < Units; u++)
                    hidden[(t * Rows + n) * Units + u] = (keep?[t * Rows + n] ?? 1) * output[u] * Math.Tanh(shown[u]);
            }
        }
        return (hidden, candidate, cell);
    }

    /// <summary>γ ⊙ x̂.</summary>
    public static double[] Normalized(double[] x, double[] gain)
    {
        var mean = x.Average();
        var scale = 1 / Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + NormalizationMath.Epsilon);
        return [.. x.Zip(gain, (value, factor) => factor * (value - mean) * scale)];
    }

    /// <summary>γ_hh, and of an LSTM γ_c and b_c.</summary>
    public sealed record Normalization(double[] HiddenGain, double[] CellGain, double[] CellBias);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
