extern alias plots;

using plots::ScottPlot;

using ProfessorForcing.Data.Images;

using SkiaSharp;

namespace ProfessorForcing.Reports;

/// <summary>
/// The font of plots, Inter, which the library brings, so that text is there and looks the same on every machine.
/// </summary>
internal static class PlotFont
{
    /// <summary>The name under which plots ask for it.</summary>
    public const string Name = InterFont.Name;

    /// <summary>Makes the font known, once.</summary>
    static PlotFont() => Fonts.FontResolvers.Insert(0, new Resolver());

    /// <summary>Sets all text of a plot in the font.</summary>
    public static void Apply(Plot plot) => plot.Font.Set(Name);

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Name ? InterFont.Open() : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}
