using System.Drawing;
using System.Globalization;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>A colour without transparency.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
internal readonly record struct PenColour(byte Red, byte Green, byte Blue)
{
    /// <summary>What a colour's name may be.</summary>
    public const string Allowed = "a CSS name such as black or #rrggbb";

    /// <summary>The colour of a name, in capital or small letters; null if there is none.</summary>
    public static PenColour? Find(string name)
    {
        if (name.StartsWith('#'))
        {
            return name.Length == 7 && int.TryParse(name.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var rgb)
                ? new((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb)
                : null;
        }
        // CSS knows both ways to write grey, and none of the colours of a system's windows.
        var colour = Color.FromName(name.Replace("grey", "gray", StringComparison.OrdinalIgnoreCase));
        return colour is { IsKnownColor: true, IsSystemColor: false, A: 255 } ? new(colour.R, colour.G, colour.B) : null;
    }

    /// <summary>As <c>#rrggbb</c>, in small letters.</summary>
    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";
}
