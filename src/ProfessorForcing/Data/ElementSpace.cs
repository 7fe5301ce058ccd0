namespace ProfessorForcing.Data;

/// <summary>What one element y_t of a sequence is; decides how a generator reads it and which distribution it puts out.</summary>
public abstract record ElementSpace
{
    /// <summary>Numbers C of the condition x that a generator reads at each step; 0 where there is none.</summary>
    public abstract int ConditionWidth { get; }

    /// <summary>Numbers E that a generator reads of the element before.</summary>
    /// <param name="embedding">Width of an embedding, where elements have one.</param>
    public abstract int ReadWidth(int embedding);
}
