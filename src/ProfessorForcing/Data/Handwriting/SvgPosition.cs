namespace ProfessorForcing.Data.Handwriting;

/// <summary>A position, or a difference of two, y down.</summary>
internal readonly record struct SvgPosition(double X, double Y)
{
    /// <summary>Distance from the origin.</summary>
    public double Size => Math.Sqrt(X * X + Y * Y);

    public static SvgPosition operator +(SvgPosition a, SvgPosition b) => new(a.X + b.X, a.Y + b.Y);

    public static SvgPosition operator -(SvgPosition a, SvgPosition b) => new(a.X - b.X, a.Y - b.Y);

    public static SvgPosition operator *(double factor, SvgPosition a) => new(factor * a.X, factor * a.Y);
}
