using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

using ProfessorForcing.Kernels.Simd;

namespace ProfessorForcing.Kernels.Matrices;

/// <summary>
/// The layouts of the two factors of a product that register tiles read. The left factor is cut into blocks of rows: as many
/// as a tile has, at the end 4, 2 and 1; block by block, each [depth][rows of the block]. The right factor is cut into wide
/// panels of three vectors and, at the end, narrow ones of one vector, filled up with zeros; each [depth][columns of the panel].
/// </summary>
internal static unsafe class Packing<TIsa, TVector>
    where TIsa : struct, IInstructionSet<TVector>
    where TVector : struct
{
    /// <summary>Rows of the block that begins with so many rows left.</summary>
    public static int BlockRows(int left) => left >= TIsa.TileRows ? TIsa.TileRows : left >= 4 ? 4 : left >= 2 ? 2 : 1;

    /// <summary>Columns that a matrix has once its last panel is filled up.</summary>
    public static int PaddedColumns(int columns) => (columns + TIsa.Lanes - 1) / TIsa.Lanes * TIsa.Lanes;

    /// <summary>Columns of the panel that begins with so many padded columns left.</summary>
    public static int PanelColumns(int left) => left >= 3 * TIsa.Lanes ? 3 * TIsa.Lanes : TIsa.Lanes;

    /// <summary>Packs rows of a left factor that lies [rows][depth].</summary>
    public static void Left(int rows, int depth, float* source, nint stride, float* target)
    {
        for (var row = 0; row < rows;)
        {
            var block = BlockRows(rows - row);
            LeftBlock(block, depth, source + row * stride, stride, target);
            target += (nint)block * depth;
            row += block;
        }
    }

    /// <summary>Packs rows of a left factor that lies transposed, [depth][rows], with each column times a number if there are numbers.</summary>
    public static void LeftTransposed(int rows, int depth, float* source, nint stride, float* scales, float* target)
    {
        for (var row = 0; row < rows;)
        {
            var block = BlockRows(rows - row);
            var from = source + row;
            for (var k = 0; k < depth; k++)
            {
                var scale = scales == null ? 1 : scales[k];
                if (block == 8)
                    (Vector256.Load(from) * scale).Store(target);
                else if (block == 4)
                    (Vector128.Load(from) * scale).Store(target);
                else
                {
                    for (var i = 0; i < block; i++)
                        target[i] = from[i] * scale;
                }
                target += block;
                from += stride;
            }
            row += block;
        }
    }

    /// <summary>Packs columns of a right factor that lies [depth][columns].</summary>
    public static void Right(int depth, int columns, float* source, nint stride, float* target)
    {
        for (var column = 0; column < columns;)
        {
            var panel = PanelColumns(PaddedColumns(columns - column));
            var real = Math.Min(panel, columns - column);
            var from = source + column;
            if (real == panel)
            {
                for (var k = 0; k < depth; k++, from += stride)
                {
                    for (var i = 0; i < panel; i += TIsa.Lanes, target += TIsa.Lanes)
                        TIsa.Store(TIsa.Load(from + i), target);
                }
            }
            else
            {
                for (var k = 0; k < depth; k++, from += stride, target += panel)
                {
                    for (var i = 0; i < panel; i++)
                        target[i] = i < real ? from[i] : 0;
                }
            }
            column += panel;
        }
    }

    /// <summary>Packs columns of a right factor that lies transposed, [columns][depth].</summary>
    public static void RightTransposed(int depth, int columns, float* source, nint stride, float* target)
    {
        for (var column = 0; column < columns;)
        {
            var panel = PanelColumns(PaddedColumns(columns - column));
            Columns(depth, panel, columns - column, source + column * stride, stride, target, panel);
            target += (nint)panel * depth;
            column += panel;
        }
    }

    /// <summary>Packs columns of a panel that lie transposed; from <paramref name="real"/> on they are zeros.</summary>
    /// <param name="depth">Numbers of a column.</param>
    /// <param name="columns">How many columns of the panel.</param>
    /// <param name="real">How many of them the source has, or more.</param>
    /// <param name="source">[columns][depth].</param>
    /// <param name="stride">From one column of the source to the next.</param>
    /// <param name="target">The first column's place in the panel.</param>
    /// <param name="panel">Columns of the whole panel.</param>
    public static void Columns(int depth, int columns, int real, float* source, nint stride, float* target, int panel)
    {
        for (var i = 0; i < columns;)
        {
            var to = target + i;
            var from = source + i * stride;
            var k = 0;
            if (i + 4 <= Math.Min(columns, real))
            {
                for (; k + 4 <= depth; k += 4)
                    Transpose4(from + k, stride, to + (nint)k * panel, panel);
                for (; k < depth; k++)
                {
                    for (var j = 0; j < 4; j++)
                        to[(nint)k * panel + j] = from[j * stride + k];
                }
                i += 4;
            }
            else
            {
                for (; k < depth; k++)
                    to[(nint)k * panel] = i < real ? from[k] : 0;
                i++;
            }
        }
    }

    /// <summary>Packs one block of rows.</summary>
    public static void LeftBlock(int rows, int depth, float* source, nint stride, float* target)
    {
        var k = 0;
        if (rows >= 4)
        {
            for (; k + 4 <= depth; k += 4, target += 4 * rows)
            {
                for (var row = 0; row < rows; row += 4)
                    Transpose4(source + k + row * stride, stride, target + row, rows);
            }
        }
        for (; k < depth; k++)
        {
            for (var row = 0; row < rows; row++)
                *target++ = source[row * stride + k];
        }
    }

    // Four rows of four numbers become four columns.
    private static void Transpose4(float* source, nint stride, float* target, nint targetStride)
    {
        var a = Vector128.Load(source);
        var b = Vector128.Load(source + stride);
        var c = Vector128.Load(source + 2 * stride);
        var d = Vector128.Load(source + 3 * stride);
        var (ac0, ac1) = Zip(a, c);
        var (bd0, bd1) = Zip(b, d);
        var (first, second) = Zip(ac0, bd0);
        var (third, fourth) = Zip(ac1, bd1);
        first.Store(target);
        second.Store(target + targetStride);
        third.Store(target + 2 * targetStride);
        fourth.Store(target + 3 * targetStride);
    }

    // a0 b0 a1 b1 and a2 b2 a3 b3.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> Low, Vector128<float> High) Zip(Vector128<float> a, Vector128<float> b) => Sse.IsSupported
        ? (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b))
        : AdvSimd.Arm64.IsSupported
            ? (AdvSimd.Arm64.ZipLow(a, b), AdvSimd.Arm64.ZipHigh(a, b))
            : (Vector128.Create(a[0], b[0], a[1], b[1]), Vector128.Create(a[2], b[2], a[3], b[3]));
}
