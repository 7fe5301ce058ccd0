using ProfessorForcing.Cli.Training;
using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Forcing;
using ProfessorForcing.Kernels.Data.Text;
using ProfessorForcing.Training;

namespace ProfessorForcing.Cli.Tests.Training;

public class PlainViewTests
{
    private static readonly ExperimentOptions Options = ExperimentCatalog.Default.Load("oracle", ["training.steps=1000000000"]);

    [Theory]
    [InlineData(0, "15:00 left")]
    [InlineData(600, "5:00 left")]
    [InlineData(2000, "0:00 left")]
    public void The_time_left_of_a_limit_takes_earlier_parts_of_the_run_into_account(double spent, string left)
    {
        using var output = new StringWriter();
        var view = new PlainView(Options, new TextDomain(new(TextLevel.Char, ["a"])), TimeSpan.FromMinutes(15), output);
        view.Run(10, TimeSpan.FromSeconds(spent), () =>
        {
            // A billion steps of a millisecond are more than any limit here.
            Thread.Sleep(1);
            view.OnStep(11, new StepMetrics { Elements = 1, Nll = 1 });
            view.OnMetrics(11, new Dictionary<string, double> { ["bpc"] = 1 });
            return new TrainingResult(StopReason.Completed, 11, null, 0, spent);
        });
        Assert.Equal($"step 11/1,000,000,000  train 1.000 bits/character  {left}", output.ToString().TrimEnd());
    }
}
