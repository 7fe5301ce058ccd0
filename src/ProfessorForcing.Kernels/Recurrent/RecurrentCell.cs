namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>The recurrences that there are kernels for.</summary>
public enum RecurrentCell
{
    /// <summary>Gated recurrent unit, in torch.nn.GRU's form.</summary>
    Gru,

    /// <summary>Long short-term memory, in torch.nn.LSTM's form.</summary>
    Lstm,
}
