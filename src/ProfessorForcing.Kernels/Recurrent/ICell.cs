namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>The arithmetic of a recurrence for one row and one vector of units.</summary>
internal interface ICell
{
    /// <summary>Gates G.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether there is a cell state c besides h.</summary>
    static abstract bool HasCell { get; }

    /// <summary>The fewest blocks of units (a vector each) whose gates fill whole panels of three vectors.</summary>
    static abstract int GroupBlocks { get; }

    /// <summary>One step.</summary>
    static abstract void Forward(in ForwardPlace place);

    /// <summary>One step back.</summary>
    static abstract void Backward(in BackwardPlace place);
}
