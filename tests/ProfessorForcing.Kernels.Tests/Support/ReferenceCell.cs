using ProfessorForcing.Kernels.Recurrent;

namespace ProfessorForcing.Kernels.Tests.Support;

/// <summary>A recurrent layer in double precision, one number after another, forward only: gradients are compared with its differences.</summary>
internal sealed record ReferenceCell(RecurrentCell Cell, int Rows, int Steps, int Units, bool Reverse)
{
    public int Gates => Cell == RecurrentCell.Gru ? 3 : 4;

    /// <summary>Hidden states, candidates and cell states: [T, N, H] each.</summary>
    public (double[] Hidden, double[] Candidate, double[] Cell) Run(
        double[] inputGates, double[] weight, double[] bias, double[]? initialHidden, double[]? initialCell, double[]? keep)
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
                for (var u = 0; u < Units; u++)
                {
                    var (fromInput, fromHidden) = (new double[Gates], new double[Gates]);
                    for (var gate = 0; gate < Gates; gate++)
                    {
                        fromInput[gate] = inputGates[(t * Rows + n) * Gates * Units + gate * Units + u];
                        fromHidden[gate] = bias[gate * Units + u];
                        for (var k = 0; k < Units; k++)
                            fromHidden[gate] += weight[(gate * Units + u) * Units + k] * H(k);
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
                        hidden[at] = real * Sigmoid(fromInput[3] + fromHidden[3]) * Math.Tanh(cell[at]);
                    }
                }
            }
        }
        return (hidden, candidate, cell);
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
