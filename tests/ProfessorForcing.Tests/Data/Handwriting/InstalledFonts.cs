using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

/// <summary>The Hershey fonts of Debian's package; without it a test is skipped.</summary>
internal static class InstalledFonts
{
    public static string[] Files()
    {
        if (!Directory.Exists(HersheyFont.DebianFolder))
            Assert.Skip("Debian's package hershey-fonts-data is not installed");
        return Directory.GetFiles(HersheyFont.DebianFolder, "*.jhf");
    }

    public static HersheyFont Open(string name)
    {
        Files();
        return HersheyFont.Open(name);
    }

    public static HersheyWriter Writer()
    {
        Files();
        return HersheyWriter.Open();
    }
}
