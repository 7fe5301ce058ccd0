using System.Runtime.Intrinsics;

using ProfessorForcing.Kernels.Matrices;
using ProfessorForcing.Kernels.Simd;
using ProfessorForcing.Kernels.Threading;

namespace ProfessorForcing.Kernels.Outputs;

/// <summary>Likelihoods of points of a pen under mixtures of Gaussians (Graves 2013, equations 17 to 26), on all threads of the kernels.</summary>
public static unsafe class PenLikelihood
{
    /// <summary>The log density of each point, and its slope with respect to each parameter.</summary>
    /// <param name="parameters">1 + 6·M numbers a row, in the order of <see cref="PenMixture"/>.</param>
    /// <param name="points">dx, dy, lift: [rows, 3].</param>
    /// <param name="logDensity">Receives a number a row.</param>
    /// <param name="slopes">Receives what <paramref name="parameters"/> has place for; null if nobody wants it.</param>
    /// <exception cref="ArgumentException">There are no parameters of a mixture.</exception>
    public static void Compute(Matrix parameters, float* points, float* logDensity, float* slopes) =>
        Compute(Processor.Instructions, parameters, points, logDensity, slopes);

    internal static void Compute(InstructionSet instructions, Matrix parameters, float* points, float* logDensity, float* slopes)
    {
        if (parameters.Columns < PenMixture.ParameterCount(1) || parameters.Columns != PenMixture.ParameterCount(parameters.Columns / 6))
            throw new ArgumentException($"{parameters.Columns} numbers are no parameters of a mixture.", nameof(parameters));
        WorkerTeam.Shared.Run(instructions switch
        {
            InstructionSet.Avx512 => new PenLikelihoodWork<Simd512, Vector512<float>>(parameters, points, logDensity, slopes),
            InstructionSet.Avx2 => new PenLikelihoodWork<Simd256, Vector256<float>>(parameters, points, logDensity, slopes),
            _ => new PenLikelihoodWork<Simd128, Vector128<float>>(parameters, points, logDensity, slopes),
        });
    }
}
