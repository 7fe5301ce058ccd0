using System.Globalization;

namespace ProfessorForcing.Data.Text;

/// <summary>An n-gram model with modified Kneser-Ney smoothing.</summary>
/// <param name="train">What it counts.</param>
/// <param name="symbols">V.</param>
internal sealed class NGramBaseline(ISymbolSet train, int symbols) : IBaseline
{
    private const int Order = 5;

    private readonly NGramModel _model = NGramModel.Train(train, symbols, Order);

    /// <inheritdoc/>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Order}-gram with modified Kneser-Ney smoothing");

    /// <inheritdoc/>
    public double Nll(ISequenceSet set, bool carryState) => _model.NegativeLogLikelihood((ISymbolSet)set, carryState);
}
