using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Support;

/// <summary>Equations 1 to 4 computed slowly: one row and one segment at a time, nothing padded, nothing masked.</summary>
internal sealed record ReferenceCosts(double Nll, double Cd, double Cf, double Ct, double[] TeacherLogits, double[] FreeLogits)
{
    // What the step unrolled: the real sequences, longer real sequences if they are judged, its samples.
    public static ReferenceCosts Of(
        IGenerator generator, IDiscriminator discriminator, ProfessorForcingOptions options, SequenceBatch batch, int sequenceLength,
        IReadOnlyList<(Tensor Elements, GeneratorMasks Masks)> unrolled)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var judgedRows = options.FreeRunningRows == 0 ? batch.Rows : Math.Min(options.FreeRunningRows, batch.Rows);
        var (nll, elements) = (0.0, 0);
        var (teacher, free) = (new List<double>(), new List<double>());
        var teacherMasks = unrolled[0].Masks;
        var (samples, freeMasks) = unrolled[^1];
        for (var row = 0; row < batch.Rows; row++)
        {
            var real = batch.Elements.narrow(0, row, 1).narrow(1, 0, batch.Lengths[row]);
            var trace = generator.Unroll(real, generator.InitialState(1), Row(teacherMasks, row));
            var probabilities = Networks.Numbers(trace.Parameters.to_type(ScalarType.Float64).softmax(-1)).Chunk(Small.Symbols).ToArray();
            for (var t = 0; t < Math.Min(batch.Lengths[row], sequenceLength); t++)
            {
                nll -= Math.Log(probabilities[t][real[0, t].item<long>()]);
                elements++;
            }
            if (row >= judgedRows)
                continue;
            teacher.AddRange(Logits(trace));
            var sampled = samples.narrow(0, row, 1).narrow(1, 0, batch.Lengths[row]);
            free.AddRange(Logits(generator.Unroll(sampled, generator.InitialState(1), Row(freeMasks, row))));
        }
        var (d, s) = (options.LabelSmoothing, discriminator.Clip);
        double Clip(double logit) => Math.Clamp(logit, -s, s);
        return new ReferenceCosts(
            nll / elements,
            teacher.Average(l => (1 - d) * MinusLogD(Clip(l)) + d * MinusLogNotD(Clip(l)))
                + free.Average(l => d * MinusLogD(Clip(l)) + (1 - d) * MinusLogNotD(Clip(l))),
            free.Average(l => MinusLogD(Clip(l))),
            teacher.Average(l => MinusLogNotD(Clip(l))),
            [.. teacher],
            [.. free]);

        IEnumerable<double> Logits(GeneratorTrace trace)
        {
            var behaviour = BehaviourView.Of(generator, trace, options);
            var steps = (int)behaviour.shape[1];
            var size = options.SegmentLength == 0 ? steps : options.SegmentLength;
            for (var start = 0; start < steps; start += size)
            {
                yield return Networks.Numbers(discriminator.Logit(
                    behaviour.narrow(1, start, Math.Min(size, steps - start)), null, new RandomStream(1, "unused")))[0];
            }
        }
    }

    private static double MinusLogD(double c) => Math.Log(1 + Math.Exp(-c));

    private static double MinusLogNotD(double c) => Math.Log(1 + Math.Exp(c));

    private static GeneratorMasks Row(GeneratorMasks masks, int row) =>
        new(masks.Input?.narrow(0, row, 1), masks.Outputs?.Select(mask => mask.narrow(0, row, 1)).ToArray());
}
