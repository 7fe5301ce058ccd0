namespace ProfessorForcing.Training;

/// <summary>The learning rate as a function of the step.</summary>
public static class LearningRates
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="options">Schedule.</param>
    /// <param name="step">From 1.</param>
    /// <param name="plateauFactor">Product of the plateau schedule's decays so far.</param>
    public static double At(TrainingOptions options, long step, double plateauFactor)
    {
        ArgumentNullException.ThrowIfNull(options);
        var warmup = step <= options.WarmupSteps ? (double)step / options.WarmupSteps : 1;
        return warmup * options.Schedule switch
        {
            LearningRateSchedule.Constant => options.LearningRate,
            LearningRateSchedule.Plateau => options.LearningRate * plateauFactor,
            LearningRateSchedule.Cosine => options.FinalLearningRate
                + (options.LearningRate - options.FinalLearningRate) * (1 + Math.Cos(Math.PI * Progress(options, step))) / 2,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Schedule, "Unknown schedule."),
        };
    }

    private static double Progress(TrainingOptions options, long step) =>
        Math.Clamp((double)(step - options.WarmupSteps) / Math.Max(1, options.Steps - options.WarmupSteps), 0, 1);
}
