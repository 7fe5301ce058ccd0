namespace ProfessorForcing.Kernels.Matrices;

/// <summary>A number of rows that the JIT knows, so that what a register tile does not have is left out of its code.</summary>
internal interface IRows
{
    static abstract int Count { get; }
}

internal readonly struct EightRows : IRows
{
    public static int Count => 8;
}

internal readonly struct FourRows : IRows
{
    public static int Count => 4;
}

internal readonly struct TwoRows : IRows
{
    public static int Count => 2;
}

internal readonly struct OneRow : IRows
{
    public static int Count => 1;
}
