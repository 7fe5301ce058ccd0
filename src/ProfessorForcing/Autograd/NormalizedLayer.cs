using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>What is kept of a recurrent layer's normalisation for the way back.</summary>
/// <param name="InputSums">Of W_ih·x; null where it comes from a table, or is computed again.</param>
/// <param name="HiddenSums">Of W_hh·h.</param>
/// <param name="Cell">Of an LSTM's c.</param>
internal sealed record NormalizedLayer(NormalizedSums? InputSums, NormalizedSums HiddenSums, NormalizedSums? Cell)
{
    /// <summary>All of it.</summary>
    public IEnumerable<Tensor> Tensors => new[] { InputSums, HiddenSums, Cell }.OfType<NormalizedSums>().SelectMany(sums => sums.Tensors);

    /// <summary>Room for it.</summary>
    /// <param name="steps">T.</param>
    /// <param name="rows">N.</param>
    /// <param name="units">H.</param>
    /// <param name="isLstm">Whether there is a c.</param>
    /// <param name="hasTable">Whether W_ih·x comes from a table.</param>
    /// <param name="keepsValues">Whether the normalised numbers are kept; if not it is the statistics from which they come again.</param>
    public static NormalizedLayer Empty(long steps, long rows, int units, bool isLstm, bool hasTable, bool keepsValues)
    {
        NormalizedSums Sums(int gates) => keepsValues ? NormalizedSums.Empty(steps, rows, gates * units) : NormalizedSums.Statistics(steps, rows);
        var gates = isLstm ? 4 : 3;
        return new(hasTable || !keepsValues ? null : Sums(gates), Sums(gates), isLstm ? Sums(1) : null);
    }

    /// <summary>Some steps of it.</summary>
    /// <param name="first">The earliest.</param>
    /// <param name="count">How many.</param>
    /// <param name="room">Where the steps' normalised numbers are to lie that are computed again; null if none are.</param>
    public NormalizedLayer Part(int first, int count, NormalizedLayer? room = null) => new(
        InputSums?.Part(first, count) ?? room?.InputSums, HiddenSums.Part(first, count, room?.HiddenSums), Cell?.Part(first, count, room?.Cell));
}
