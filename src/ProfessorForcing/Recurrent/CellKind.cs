namespace ProfessorForcing.Recurrent;

/// <summary>The recurrence of a layer.</summary>
public enum CellKind
{
    /// <summary>Gated recurrent unit (Cho et al. 2014), in torch.nn.GRU's form.</summary>
    Gru,

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997), in torch.nn.LSTM's form.</summary>
    Lstm,
}
