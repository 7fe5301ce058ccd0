using ProfessorForcing.Autograd;
using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Sampling;
using ProfessorForcing.Outputs;

using static TorchSharp.torch;

namespace ProfessorForcing.Generators;

/// <summary>Runs a generator of handwriting freely on the kernels, in one go and without a way back.</summary>
internal static unsafe class PenKernelGeneration
{
    /// <summary>Generates.</summary>
    /// <param name="network">The weights.</param>
    /// <param name="initial">The state before the first point.</param>
    /// <param name="masks">Dropout.</param>
    /// <param name="uniforms">[T, N, 4].</param>
    /// <param name="sampling">How points are drawn.</param>
    /// <param name="given">Points that stand instead of drawn ones where <paramref name="isGiven"/> is true: [N, T, 3]; null for none.</param>
    /// <param name="isGiven">bool [N, T]; null for none.</param>
    public static FreeRun Run(
        PenNetwork network, GeneratorState initial, GeneratorMasks masks, Tensor uniforms, SamplingOptions sampling, Tensor? given, Tensor? isGiven)
    {
        using var scope = NewDisposeScope();
        var (steps, rows, window) = ((int)uniforms.shape[0], (int)uniforms.shape[1], initial.Window!);
        Check(network, initial, masks, rows, steps, given, isGiven);
        // The kernels write where they read.
        Tensor Copy(Tensor value) => value.detach().contiguous().clone();
        var states = initial.Layers.Select(state => state.Select(Copy)).ToArray();
        var (previous, place, read, weights) = (Copy(initial.Previous!), Copy(window.Place), Copy(window.Read), Copy(window.Weights));
        var (drawn, text) = (uniforms.contiguous(), window.Text.Characters.contiguous());
        var (givenRows, isGivenRows) = (given?.transpose(0, 1).contiguous(), isGiven?.transpose(0, 1).contiguous());
        var (inputMask, outputMasks) = (masks.Input?.contiguous(), masks.Outputs?.Select(mask => mask.contiguous()).ToArray());
        var elements = empty(steps, rows, PenSpace.PointWidth);
        var lengths = new int[rows];
        fixed (int* ends = lengths)
        {
            GenerationMath.Write(new PenGeneration
            {
                Network = network,
                Rows = rows,
                Steps = steps,
                Hidden = [.. states.Select(state => (nint)TensorMemory.Floats(state.Hidden))],
                Cells = network.Cell == RecurrentCell.Gru ? [] : [.. states.Select(state => (nint)TensorMemory.Floats(state.Cell!))],
                Previous = TensorMemory.Floats(previous),
                Place = TensorMemory.Floats(place),
                Read = TensorMemory.Floats(read),
                Weights = TensorMemory.Floats(weights),
                Text = TensorMemory.Longs(text),
                TextLengths = window.Text.Lengths,
                TextWidth = (int)text.shape[1],
                InputMask = TensorMemory.FloatsOrNull(inputMask),
                OutputMasks = outputMasks is null ? [] : [.. outputMasks.Select(mask => (nint)TensorMemory.Floats(mask))],
                Bias = sampling.Bias,
                Temperature = sampling.Temperature,
                Uniforms = TensorMemory.Floats(drawn),
                Given = TensorMemory.FloatsOrNull(givenRows),
                IsGiven = isGivenRows is null ? null : TensorMemory.Booleans(isGivenRows),
                Elements = TensorMemory.Floats(elements),
                Lengths = ends,
            });
        }
        var final = new GeneratorState([.. states], previous, initial.Position + steps) { Window = window with { Place = place, Read = read, Weights = weights } };
        return new(elements.transpose(0, 1).contiguous().MoveToOuterDisposeScope(), final.Select(value => value.MoveToOuterDisposeScope()), lengths);
    }

    private static void Check(PenNetwork network, GeneratorState initial, GeneratorMasks masks, int rows, int steps, Tensor? given, Tensor? isGiven)
    {
        initial.Window!.Check(rows, network.WindowComponents, network.Characters);
        foreach (var value in initial.Tensors.Concat(masks.Outputs ?? []).Append(masks.Input).Append(given).Append(isGiven).OfType<Tensor>())
        {
            if (value.shape[0] != rows)
                throw new ArgumentException($"{value.shape[0]} rows do not go with uniform numbers for {rows}.");
        }
        if (given is not null && given.shape[1] != steps || isGiven is not null && isGiven.shape[1] != steps)
            throw new ArgumentException($"Given points must be of {steps} steps.");
    }
}
