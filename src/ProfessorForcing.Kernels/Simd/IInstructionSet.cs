namespace ProfessorForcing.Kernels.Simd;

/// <summary>
/// The operations that kernels are written in. A kernel is generic over the instruction set and its vector; the JIT
/// compiles one version for each, with every call here inlined to one instruction.
/// </summary>
/// <typeparam name="TVector">A vector of single-precision numbers.</typeparam>
internal unsafe interface IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>Numbers in a vector.</summary>
    static abstract int Lanes { get; }

    /// <summary>Rows of a register tile that is three vectors wide: its sums, a row of the right factor and one more vector fit the registers.</summary>
    static abstract int TileRows { get; }

    static abstract TVector Zero { get; }

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* target);

    static abstract TVector Splat(float value);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a·b + c, rounded once where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>c − a·b, rounded once where the processor can.</summary>
    static abstract TVector SubtractProduct(TVector a, TVector b, TVector c);

    /// <summary>The smaller of a bound and a value; a value that is not a number stays so.</summary>
    static abstract TVector AtMost(TVector bound, TVector value);

    /// <summary>The larger of a bound and a value; a value that is not a number stays so.</summary>
    static abstract TVector AtLeast(TVector bound, TVector value);

    static abstract TVector Round(TVector value);

    static abstract TVector Abs(TVector value);

    /// <summary>2ⁿ for integral n in [−126, 127].</summary>
    static abstract TVector PowerOfTwo(TVector exponent);

    /// <summary>The magnitude of one vector with the signs of another.</summary>
    static abstract TVector CopySign(TVector magnitude, TVector sign);

    /// <summary>The sum of all numbers.</summary>
    static abstract float Sum(TVector value);

    /// <summary>Where a &lt; b one vector, elsewhere another.</summary>
    static abstract TVector WhereLess(TVector a, TVector b, TVector then, TVector otherwise);
}
