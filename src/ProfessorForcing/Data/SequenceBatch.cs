using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Data;

/// <summary>A minibatch of sequences, padded at the end to equal length.</summary>
/// <param name="Elements">The sequences y: int64 [N, T] for symbols, float32 [N, T, 3] for points of a pen. Padding is 0 and never counts.</param>
/// <param name="Lengths">The number of real elements of each row, 1 to T.</param>
/// <param name="Text">The condition x; null where there is none.</param>
public sealed record SequenceBatch(Tensor Elements, IReadOnlyList<int> Lengths, TextCondition? Text = null)
{
    /// <summary>Number of rows N.</summary>
    public int Rows => (int)Elements.shape[0];

    /// <summary>Padded length T.</summary>
    public int Steps => (int)Elements.shape[1];

    /// <summary>Number of real elements in all rows.</summary>
    public long Count => Lengths.Sum(length => (long)length);

    /// <summary>Whether any row is shorter than T.</summary>
    public bool IsPadded => Lengths.Any(length => length != Steps);

    /// <summary>The first rows: a view.</summary>
    /// <param name="rows">N of the result, at most; 0 means all.</param>
    public SequenceBatch Take(int rows) => rows == 0 || rows >= Rows
        ? this
        : new SequenceBatch(Elements.narrow(0, 0, rows), [.. Lengths.Take(rows)], Text?.Take(rows));

    /// <summary>The same batch on a device.</summary>
    public SequenceBatch To(Device device) => this with
    {
        Elements = Elements.to(device),
        Text = Text is null ? null : Text with { Characters = Text.Characters.to(device) },
    };

    /// <summary>1 at real elements, 0 at padding: float32 [N, T], made anew at each call.</summary>
    public Tensor Mask() => LengthMask(Lengths, Steps, Elements.device);

    /// <summary>1 before each row's length, 0 from there on.</summary>
    /// <param name="lengths">Real elements of each of the N rows.</param>
    /// <param name="steps">T.</param>
    /// <param name="device">Where the mask shall live.</param>
    /// <returns>float32 [N, T], in the current dispose scope.</returns>
    public static Tensor LengthMask(IReadOnlyList<int> lengths, int steps, Device device)
    {
        using var scope = NewDisposeScope();
        var limits = tensor(lengths.Select(length => (long)length).ToArray(), device: device).unsqueeze(1); // [N, 1]
        var positions = ScalarOperations.Range(steps, device).unsqueeze(0);                                       // [1, T]
        return positions.lt(limits).to_type(ScalarType.Float32).MoveToOuterDisposeScope();                // [N, T]
    }
}
