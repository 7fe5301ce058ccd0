using System.Globalization;
using System.Text;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Evaluation;
using ProfessorForcing.Reports;

namespace ProfessorForcing.Cli;

/// <summary>What <c>professor evaluate --positions</c> writes: the mean NLL at each position.</summary>
internal static class PositionReport
{
    private const string Png = ".png";

    /// <summary>Checks the file's name before anything is measured.</summary>
    public static void Validate(string path, IDomain domain)
    {
        if (IsPicture(path) && domain is not ImageDomain)
            throw new ConfigurationException($"--positions {path}: a picture needs images, and this run's elements are {domain.ElementName}s; allowed: a .csv file");
        if (!IsPicture(path) && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            throw new ConfigurationException($"--positions {path}: its name must end with .csv{(domain is ImageDomain ? " or .png" : "")}");
        OutputFile.CheckFolder("--positions", path);
    }

    /// <summary>Writes it.</summary>
    public static void Write(string path, LikelihoodReport likelihood, IDomain domain)
    {
        var nats = likelihood.NllByPosition;
        using var file = new FileStream(path, FileMode.Create);
        if (IsPicture(path))
            PositionMap.Write(((ImageDomain)domain).Plane, nats, file);
        else
            file.Write(Encoding.UTF8.GetBytes(Csv(nats)));
    }

    private static string Csv(IReadOnlyList<double> nats) => "position,nll\n" + string.Concat(nats.Select((nll, t) => string.Create(CultureInfo.InvariantCulture, $"{t},{nll:R}\n")));

    private static bool IsPicture(string path) => path.EndsWith(Png, StringComparison.OrdinalIgnoreCase);
}
