using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

using ProfessorForcing.Configuration;
using ProfessorForcing.Native;

namespace ProfessorForcing.Cli;

/// <summary>Options and arguments that several commands share, and how their values are read.</summary>
internal static class CommandLine
{
    /// <summary>The whole stack trace of an error.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Show the full details of an error.", Recursive = true };

    /// <summary>A result as JSON.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Write the result as JSON." };

    /// <summary>Where data sets lie.</summary>
    public static Option<string?> DataRoot() => Text("--data-root", "DIR", "Folder that is searched for data sets first; then $PROFESSOR_DATA, then the user's cache.");

    /// <summary>Changes of single keys of a configuration.</summary>
    public static Option<string[]?> Set() => new("--set")
    {
        HelpName = "key=value",
        Description = "Set keys of the configuration, such as training.steps=100 (all keys: professor experiments --keys).",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Refuses an empty text, such as that of a shell variable that is not set.</summary>
    public static Argument<T> NotEmpty<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result => RefuseEmpty(result, argument.Name));
        return argument;
    }

    /// <inheritdoc cref="NotEmpty{T}(Argument{T})"/>
    public static Option<T> NotEmpty<T>(this Option<T> option)
    {
        option.Validators.Add(result => RefuseEmpty(result, option.Name));
        return option;
    }

    /// <summary>A text, which is not empty.</summary>
    public static Option<string?> Text(string name, string helpName, string description) =>
        new Option<string?>(name) { HelpName = helpName, Description = description }.NotEmpty();

    /// <summary>The seed of samples.</summary>
    public static Option<string?> Seed(string description) => Text("--seed", "N", description);

    /// <summary>Reads the seed of samples as the key <c>seed</c> of an experiment is read; 1 if none is given.</summary>
    /// <exception cref="ConfigurationException">It is not one.</exception>
    public static ulong ReadSeed(string? given) =>
        (ulong)new OptionsBinder(OptionKinds.None).Bind<Seeded>(given is null ? [] : [$"seed={given}"]).Seed;

    /// <summary>Where tensors live.</summary>
    public static Option<string> Device() => new("--device")
    {
        HelpName = "cpu|cuda",
        Description = "Where to compute: cpu, or cuda with a libtorch that has it (PROFESSOR_LIBTORCH).",
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>Threads of tensor operations.</summary>
    public static Option<int?> Threads() => Integer("--threads", "Threads of tensor operations; 0 or not given: one for each processor.", 0, ComputeThreads.Max);

    /// <summary>A whole number that need not be given.</summary>
    public static Option<int?> Integer(string name, string description, int min, int max) => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result => Read<int>(
            result,
            name,
            text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value : null,
            $"a whole number, {min} to {max}"),
    };

    /// <summary>A span of time that need not be given, such as 90s, 30m or 1h30m.</summary>
    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        HelpName = "TIME",
        Description = description,
        CustomParser = result => Read(result, name, Cli.Duration.Parse, "a time such as 90s, 30m or 1h30m"),
    };

    private sealed record Seeded
    {
        [Option("Seed.", Min = 0, Max = long.MaxValue)]
        public long Seed { get; init; } = 1;
    }

    private static void RefuseEmpty(SymbolResult result, string name)
    {
        if (result.Tokens.Any(token => token.Value.Length == 0))
            result.AddError($"{name} is empty");
    }

    private static T? Read<T>(ArgumentResult result, string name, Func<string, T?> read, string allowed)
        where T : struct
    {
        var text = result.Tokens.Count > 0 ? result.Tokens[^1].Value : "";
        var value = read(text);
        if (value is null)
            result.AddError($"{name}: '{text}' is not {allowed}");
        return value;
    }
}
