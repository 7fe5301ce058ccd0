namespace ProfessorForcing.Bench.Contests;

/// <summary>The same work done by this project and by the straightforward implementation.</summary>
public abstract class Contest : IDisposable
{
    /// <summary>Does the work on the kernels.</summary>
    public abstract void Ours();

    /// <summary>Does it as one would with torch's modules.</summary>
    public abstract void Theirs();

    /// <summary>Floating-point operations of the matrix products in <see cref="Ours"/>.</summary>
    public abstract double Flops { get; }

    /// <summary>The same of <see cref="Theirs"/>.</summary>
    public virtual double TheirFlops => Flops;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees networks and data.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected abstract void Dispose(bool disposing);
}
