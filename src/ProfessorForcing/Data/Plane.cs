namespace ProfessorForcing.Data;

/// <summary>How the elements of a sequence lie in the plane: row by row from the top left.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
public sealed record Plane(int Height, int Width)
{
    /// <summary>Elements of a whole plane.</summary>
    public int Count => Height * Width;
}
