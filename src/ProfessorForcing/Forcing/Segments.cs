using ProfessorForcing.Data;

using static TorchSharp.torch;

namespace ProfessorForcing.Forcing;

/// <summary>
/// One half of what the discriminator judges: behaviours cut into non-overlapping segments. Both halves are cut at the
/// same positions of sequences that start from the same initial state and have the same lengths, so neither position
/// nor the origin of the state nor padding gives the half away.
/// </summary>
/// <param name="Behaviour">[N·K, S, F].</param>
/// <param name="Mask">1 at real steps: [N·K, S]; null if every step is real.</param>
/// <param name="Weights">Equal for segments with any real step, 0 for the others; they sum to 1: [N·K].</param>
public sealed record Segments(Tensor Behaviour, Tensor? Mask, Tensor Weights)
{
    /// <summary>Cuts behaviours.</summary>
    /// <param name="behaviour">[N, L, F].</param>
    /// <param name="lengths">Number of real steps of each row.</param>
    /// <param name="segmentLength">S; 0 takes each row whole.</param>
    public static Segments Cut(Tensor behaviour, IReadOnlyList<int> lengths, int segmentLength)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        ArgumentNullException.ThrowIfNull(lengths);
        var (rows, steps, width) = ((int)behaviour.shape[0], (int)behaviour.shape[1], behaviour.shape[2]);
        var size = segmentLength == 0 || segmentLength > steps ? steps : segmentLength;
        var pieces = (steps + size - 1) / size;
        var padding = pieces * size - steps;
        if (padding > 0)
            behaviour = cat([behaviour, zeros(rows, padding, width, dtype: behaviour.dtype, device: behaviour.device)], 1);
        var segmentLengths = new int[rows * pieces];
        for (var row = 0; row < rows; row++)
        {
            for (var piece = 0; piece < pieces; piece++)
                segmentLengths[row * pieces + piece] = Math.Clamp(lengths[row] - piece * size, 0, size);
        }
        var real = segmentLengths.Count(length => length > 0);
        var weights = segmentLengths.Select(length => length > 0 ? 1.0 / real : 0).ToArray();
        var isWhole = segmentLengths.All(length => length == size);
        return new Segments(
            behaviour.reshape(rows * pieces, size, width),
            isWhole ? null : SequenceBatch.LengthMask(segmentLengths, size, behaviour.device),
            tensor(weights, dtype: behaviour.dtype, device: behaviour.device));
    }
}
