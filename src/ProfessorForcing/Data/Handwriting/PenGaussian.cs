namespace ProfessorForcing.Data.Handwriting;

/// <summary>One Gaussian of the density of a pen's next move (Graves 2013, eq. 24), in the unit of the moves.</summary>
/// <param name="Weight">Its share of the density, 0 to 1.</param>
/// <param name="MeanX">Mean of dx.</param>
/// <param name="MeanY">Mean of dy, up.</param>
/// <param name="DeviationX">Standard deviation of dx.</param>
/// <param name="DeviationY">Standard deviation of dy.</param>
/// <param name="Correlation">Correlation of dx and dy, −1 to 1.</param>
public readonly record struct PenGaussian(double Weight, double MeanX, double MeanY, double DeviationX, double DeviationY, double Correlation)
{
    /// <summary>Whether it is a Gaussian: all numbers are finite, weight and deviations not negative, and the correlation is one.</summary>
    internal bool IsSound =>
        double.IsFinite(Weight + MeanX + MeanY + DeviationX + DeviationY) && Weight >= 0 && DeviationX >= 0 && DeviationY >= 0 && Math.Abs(Correlation) <= 1;
}
