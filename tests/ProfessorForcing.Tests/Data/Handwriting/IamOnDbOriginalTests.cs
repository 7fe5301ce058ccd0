using System.Text;

using CsCheck;

using ProfessorForcing.Data.Handwriting;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class IamOnDbOriginalTests : IDisposable
{
    private const string Strokes = "lineStrokes/a01/a01-000/a01-000u-02.xml";
    private const string Transcription = "ascii/a01/a01-000/a01-000u.txt";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_original_and_the_prepared_form_of_the_same_points_give_the_same_lines()
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        var prepared = IamOnDbPrepared.Parse(MadeStrokes.Npz(MadeStrokes.Lines), "made", Encoding.UTF8.GetBytes(MadeStrokes.Tsv(MadeStrokes.Lines)), "made");
        var told = new List<string>();
        Assert.Equal(MadeStrokes.Told(prepared), MadeStrokes.Told(IamOnDbOriginal.Read(_folder.Path, _folder.Path, told.Add)));
        Assert.Empty(told);
    }

    [Fact]
    public void Any_points_come_back_from_their_recording() =>
        MadeStrokes.Points.Sample(points => Assert.Equal(points, IamStrokesXml.Read(Encoding.UTF8.GetBytes(MadeStrokes.Xml(points)), "made")));

    [Fact]
    public void Without_lists_all_lines_are_training_lines_and_that_is_said()
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        var told = new List<string>();
        Assert.All(IamOnDbOriginal.Read(_folder.Path, report: told.Add), line => Assert.Equal(IamSplit.Train, line.Split));
        Assert.Equal([$"'{_folder.Path}': no split lists were named, so all 4 lines are training lines"], told);
    }

    [Fact]
    public void Lines_that_nobody_transcribed_are_left_out_and_that_is_said()
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write(Transcription, MadeStrokes.Ascii("Please Enter Transcription here "));
        var told = new List<string>();
        Assert.Equal("b02-017-01", Assert.Single(IamOnDbOriginal.Read(_folder.Path, _folder.Path, told.Add)).Line.Id);
        Assert.Equal([$"'{_folder.Path}': left out 3 of 4 lines, which have no transcription"], told);
    }

    [Fact]
    public void Signs_of_per_cent_in_a_row_end_a_line_of_a_transcription()
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write(Transcription, MadeStrokes.Ascii("A 5% MOVE", "to stop %%%%% Gaitskell"));
        Assert.Equal(["A 5% MOVE", "to stop", "Gaitskell", "from"], IamOnDbOriginal.Read(_folder.Path).Select(line => line.Line.Text));
    }

    [Fact]
    public void Strokes_without_points_and_comments_leave_no_trace() =>
        Assert.Equal(
            [new PenPoint(0, 0, true), new PenPoint(1, -2, true)],
            IamStrokesXml.Read(Encoding.UTF8.GetBytes(Session("<Stroke/><Stroke><!-- <Point/> --><Point x='1' y='1'/></Stroke><Stroke></Stroke><Stroke><Point x='2' y='3'/></Stroke>")), "made"));

    [Theory]
    [InlineData("<Stroke><Point x='1' y='1'/>", "is malformed XML: ")]
    [InlineData("<Stroke><Point x='1'/></Stroke>", "line 1: a point's y is '', no whole number")]
    [InlineData("\n<Stroke><Point x='one' y='2'/></Stroke>", "line 2: a point's x is 'one', no whole number of a size up to 1,000,000")]
    [InlineData("<Stroke><Point x='1&#10;1' y='2'/></Stroke>", "a point's x is '1\uFFFD1', no whole number")]
    [InlineData("<Stroke><Point x='11111111112222222222333333333344444444445' y='2'/></Stroke>", "a point's x is '1111111111222222222233333333334444444444…', no whole number")]
    [InlineData("<Stroke><Point x='1.5' y='2'/></Stroke>", "a point's x is '1.5', no whole number")]
    [InlineData("<Stroke><Point x='1' y='-1000001'/></Stroke>", "a point's y is '-1000001', no whole number")]
    [InlineData("<Point x='1' y='1'/>", "a point is in no stroke")]
    [InlineData("<Stroke/><Point x='1' y='1'/>", "a point is in no stroke")]
    [InlineData("<Stroke><Stroke/></Stroke>", "a stroke is within another")]
    [InlineData("<Stroke/>", "has no points")]
    public void What_is_wrong_with_a_recording_is_named_with_its_line(string strokes, string expected)
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write(Strokes, Session(strokes));
        Assert.Contains(expected, Message("a01-000u-02.xml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is malformed XML: ")]
    [InlineData("text", "is malformed XML: ")]
    [InlineData("<svg/>", "is no recording of IAM-OnDB: its root is <svg> instead of <WhiteboardCaptureSession>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><WhiteboardCaptureSession>&b;</WhiteboardCaptureSession>", "is malformed XML: ")]
    public void What_is_no_recording_is_refused(string xml, string expected)
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write(Strokes, xml);
        Assert.Contains(expected, Message("a01-000u-02.xml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OCR:\n\nA MOVE to\n", "has no section 'CSR:'")]
    [InlineData("CSR:\nA MOVE to\nstop\nGaitskell\n", "line 2: an empty line must follow 'CSR:'")]
    [InlineData("CSR:", "line 2: an empty line must follow 'CSR:'")]
    public void What_is_wrong_with_a_transcription_is_named(string text, string expected)
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write(Transcription, text);
        Assert.Contains(expected, Message("a01-000u.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CSR:\n\nA MOVE to\nstop\n\n", "a01-000u-03.xml' is line 3 of the form 'a01-000u', which has 2 transcriptions in its ascii file")]
    [InlineData("CSR:\n\n", "a01-000u-01.xml' is line 1 of the form 'a01-000u', which has 0 transcriptions in its ascii file")]
    [InlineData("CSR:\n\nA MOVE to\n\nGaitskell\n", "a01-000u-02.xml' is line 2 of the form 'a01-000u', whose transcription is empty")]
    public void A_line_without_its_transcription_is_named(string text, string expected)
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write(Transcription, text);
        Assert.Contains(expected, Message("lineStrokes"), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_missing_or_misplaced_are_named()
    {
        foreach (var list in new[] { "trainset", "testset_v", "testset_t", "testset_f" })
            _folder.Write($"{list}.txt", "\n");
        Assert.Equal($"folder '{Path.Combine(_folder.Path, "lineStrokes")}' does not exist", Message("lineStrokes"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "lineStrokes"));
        Assert.EndsWith("lineStrokes' has no .xml files", Message("lineStrokes"), StringComparison.Ordinal);
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write("lineStrokes/c/a01-000u-02.xml", MadeStrokes.Xml([new(0, 0, true)]));
        Assert.EndsWith("a01-000u-02.xml' is there a second time, in another folder", Message("a01-000u-02"), StringComparison.Ordinal);
        Directory.Delete(Path.Combine(_folder.Path, "lineStrokes", "c"), recursive: true);
        _folder.Write("lineStrokes/a01/a01-000/a01-000u-00.xml", MadeStrokes.Xml([new(0, 0, true)]));
        Assert.EndsWith("lines are counted from 1, so there is none with number 00", Message("a01-000u-00"), StringComparison.Ordinal);
        File.Move(Path.Combine(_folder.Path, "lineStrokes", "a01", "a01-000", "a01-000u-00.xml"), Path.Combine(_folder.Path, "lineStrokes", "notes.xml"));
        Assert.Contains("notes.xml' is not named as a form and the number of its line, such as a01-000u-01.xml", Message("notes.xml"), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, "lineStrokes", "notes.xml"));
        File.Delete(Path.Combine(_folder.Path, Transcription));
        Assert.StartsWith("file '", Message("a01-000u.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_the_lists_is_named()
    {
        MadeStrokes.WriteOriginal(_folder, MadeStrokes.Lines);
        _folder.Write("testset_f.txt", "c01-000\na01-000u\n");
        Assert.EndsWith("testset_f.txt', line 2: the form 'a01-000u' is listed a second time", Message("testset_f.txt"), StringComparison.Ordinal);
        _folder.Write("testset_f.txt", "c01-000 c01-001\n");
        Assert.EndsWith("testset_f.txt', line 1: 'c01-000 c01-001' is not the name of one form", Message("testset_f.txt"), StringComparison.Ordinal);
        File.Delete(Path.Combine(_folder.Path, "testset_v.txt"));
        Assert.EndsWith("testset_v.txt' does not exist", Message("testset_v.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_anywhere_is_read_as_something_or_is_the_clear_error() =>
        MadeStrokes.Damaged(Encoding.ASCII.GetBytes(MadeStrokes.Xml(MadeStrokes.Lines[0].Line.Points))).Sample(
            bytes => MadeStrokes.IsSoundOrRefused(() => [new("made", "", IamStrokesXml.Read(bytes, "made"))]), iter: 3000);

    private static string Session(string strokes) => $"<WhiteboardCaptureSession><StrokeSet>{strokes}</StrokeSet></WhiteboardCaptureSession>";

    private string Message(string path) => MadeStrokes.Message(path, () => IamOnDbOriginal.Read(_folder.Path, _folder.Path));
}
