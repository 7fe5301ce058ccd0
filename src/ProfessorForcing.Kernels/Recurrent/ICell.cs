namespace ProfessorForcing.Kernels.Recurrent;

/// <summary>The arithmetic of a recurrence for one row and some vectors of units that lie one behind the other.</summary>
internal interface ICell
{
    /// <summary>Gates G.</summary>
    static abstract int Gates { get; }

    /// <summary>Whether there is a cell state c besides h.</summary>
    static abstract bool HasCell { get; }

    /// <summary>The fewest blocks of units (a vector each) whose gates fill whole panels of three vectors.</summary>
    static abstract int GroupBlocks { get; }

    /// <summary>One step.</summary>
    /// <param name="place">Where the first vector's numbers lie.</param>
    /// <param name="vectors">How many vectors.</param>
    static abstract void Forward(in ForwardPlace place, int vectors);

    /// <summary>One step back.</summary>
    /// <inheritdoc cref="Forward"/>
    static abstract void Backward(in BackwardPlace place, int vectors);
}
