namespace ProfessorForcing.Cli.Tests.Readme;

/// <summary>The README has nothing that no test knows what to do with.</summary>
public class ReadmeTextTests
{
    [Fact]
    public void Every_command_is_run_or_has_a_reason_not_to_be()
    {
        Assert.NotEmpty(ReadmeText.Commands);
        Assert.All(ReadmeText.Commands, line => Assert.True(ReadmeCommand.Of(line) is not null, $"the tests do not know how to run: {line}"));
    }

    [Fact]
    public void The_two_commands_to_set_up_and_go_come_first()
    {
        Assert.StartsWith("./professor train ", ReadmeText.Commands[0], StringComparison.Ordinal);
        Assert.Equal(ReadmeText.Commands[0], ReadmeCommand.Of(ReadmeText.Commands[0])!.Run);
        Assert.StartsWith("./test ", ReadmeText.Commands[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_block_has_a_language_that_is_tested() => Assert.All(ReadmeText.Languages, language => Assert.Contains(language, new[] { "bash", "csharp" }));

    [Theory]
    [InlineData("./professor train --data book.txt   # text", "./professor train --data book.txt --steps 3")]
    [InlineData("./professor train --resume --steps 4000", "./professor train --resume --steps 6")]
    [InlineData("./professor sample runs/oracle  # it", "./professor sample runs/oracle  # it")]
    [InlineData("./test", null)]
    [InlineData("dotnet pack -p:AllPlatforms=true", null)]
    public void Long_trainings_are_cut_short(string line, string? run) => Assert.Equal(run, ReadmeCommand.Of(line)!.Run);

    [Theory]
    [InlineData("--alignment")]
    [InlineData("--density")]
    [InlineData("--prompt @half.png")]
    [InlineData("--positions pixels.png")]
    public void What_uses_a_run_of_images_or_handwriting_is_run_as_it_stands(string option)
    {
        var lines = ReadmeText.Commands.Where(line => line.Contains(option, StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(line, ReadmeCommand.Of(line)!.Run));
    }

    [Fact]
    public void A_command_that_nobody_thought_of_is_unknown() => Assert.Null(ReadmeCommand.Of("make install"));
}
