namespace ProfessorForcing.Data.Handwriting;

/// <summary>
/// A move as a linear function of some numbers, with normally distributed errors of any covariance: p(dx, dy | f) = N(Wᵀf, Σ), by least
/// squares. One error of unit size is added to those of the data, and W is drawn a little to 0, so that there is always a density.
/// </summary>
/// <param name="features">How many numbers a move depends on; one of them should be a constant.</param>
internal sealed class PlaneGaussian(int features)
{
    private const double Ridge = 0.01;

    private readonly double[,] _products = new double[features, features];
    private readonly double[,] _right = new double[features, 2];
    private double[,] _weights = new double[features, 2];
    private double _count, _xx, _xy, _yy;
    private double _varianceX = 1, _covariance, _varianceY = 1;

    /// <summary>Takes a move of the training data.</summary>
    public void Add(ReadOnlySpan<double> given, double dx, double dy)
    {
        for (var i = 0; i < features; i++)
        {
            for (var j = 0; j <= i; j++)
                _products[i, j] += given[i] * given[j];
            _right[i, 0] += given[i] * dx;
            _right[i, 1] += given[i] * dy;
        }
        (_count, _xx, _xy, _yy) = (_count + 1, _xx + dx * dx, _xy + dx * dy, _yy + dy * dy);
    }

    /// <summary>Learns from what was taken.</summary>
    public void Fit()
    {
        var ridged = (double[,])_products.Clone();
        for (var i = 0; i < features; i++)
            ridged[i, i] += Ridge;
        _weights = SymmetricSystem.Solve(ridged, _right);
        // Σ of the errors: yᵀy − 2Wᵀ(Fᵀy) + Wᵀ(FᵀF)W.
        double Rest(double products, int a, int b)
        {
            for (var i = 0; i < features; i++)
            {
                products -= _weights[i, a] * _right[i, b] + _weights[i, b] * _right[i, a];
                for (var j = 0; j < features; j++)
                    products += _weights[i, a] * _products[Math.Max(i, j), Math.Min(i, j)] * _weights[j, b];
            }
            return products;
        }
        _varianceX = (Rest(_xx, 0, 0) + 1) / (_count + 1);
        _varianceY = (Rest(_yy, 1, 1) + 1) / (_count + 1);
        _covariance = Rest(_xy, 0, 1) / (_count + 1);
    }

    /// <summary>−log p of a move.</summary>
    public double Nats(ReadOnlySpan<double> given, double dx, double dy)
    {
        for (var i = 0; i < features; i++)
            (dx, dy) = (dx - given[i] * _weights[i, 0], dy - given[i] * _weights[i, 1]);
        var determinant = _varianceX * _varianceY - _covariance * _covariance;
        var distance = (_varianceY * dx * dx - 2 * _covariance * dx * dy + _varianceX * dy * dy) / determinant;
        return Math.Log(2 * Math.PI) + Math.Log(determinant) / 2 + distance / 2;
    }
}
