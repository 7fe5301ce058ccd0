namespace ProfessorForcing.Data.Handwriting;

/// <summary>Some hundred English words that everybody knows: the small words between the others first.</summary>
internal static class CommonWords
{
    private const string Words = """
        the a and of to in is was it that for on with as at by he she they we you his her their our your my this these those an or but not
        be are were been had has have will would can could may might must should shall do did does from into over under after before
        between behind beside above below through across around against without within until since while because though although if when
        where why how what who which whose there here then now again soon often always never sometimes already almost quite very too also
        only even just still yet perhaps maybe indeed rather enough much many more most few less least some any all both each every other
        another such same one two three four five six seven eight nine ten eleven twelve twenty hundred thousand first second third last
        ask answer arrive bake beg begin believe blow borrow break breathe bring build burn buy call carry catch change choose clean climb
        close come cook count cover cross cry cut dance dig draw dream dress drink drive drop earn eat enjoy expect explain fail fall feed
        feel fetch fight fill find finish fly fold follow forget forgive gather give go grow guess hang happen hear help hide hold hope
        hurry invite join judge jump keep kick knock know laugh lead lean learn leave lend lift light listen live look lose love make
        mark measure meet mend miss mix move need notice obey offer open order paint pass pay pick plan plant play point pour praise
        prefer prepare press promise prove pull push put read reach refuse remember repair reply rest return ride ring rise rub run sail
        save say search see sell send serve set shake share shine shout show sing sit sleep smile speak spend stand start stay steal stop
        study swim take talk teach tell thank think throw touch travel try turn use visit wait wake walk want warn wash waste watch wear
        weigh whisper win wish wonder work worry wrap write
        man woman child boy girl father mother brother sister uncle aunt friend neighbour teacher doctor farmer sailor baker king
        queen guest stranger crowd people village town city street road bridge river lake sea coast island hill valley field forest
        garden park house door window roof wall floor kitchen room bed table chair lamp clock mirror box bag basket bottle cup plate
        knife spoon bread butter cheese egg fish meat milk tea coffee sugar salt soup apple pear plum cherry orange lemon nut corn rice
        dog cat horse cow sheep goat pig hen duck goose bird fox wolf bear mouse rabbit frog snake bee ant tree leaf root branch flower
        rose grass stone sand dust mud rain snow ice wind storm cloud fog sky sun moon star fire smoke shadow day night morning noon
        evening week month year hour minute spring summer autumn winter holiday birthday book page letter word story song poem paper pen
        pencil ink map picture stamp ticket train ship boat wheel cart plane engine horn bell drum violin piano school lesson question
        number line circle square zero inch mile pound penny price market shop bank office law peace war news voice silence truth lie
        luck fear joy grief anger pride shame mercy wisdom habit reason chance choice danger effort journey exercise example puzzle quiz
        big small long short high low wide narrow thick thin deep flat round sharp soft hard heavy warm cold hot dry wet
        dirty empty full new old young early late quick slow easy difficult simple strange plain pretty ugly kind cruel brave shy proud
        humble honest clever foolish lazy busy quiet loud rich poor cheap dear safe wild tame sweet sour bitter fresh rotten red yellow
        green blue white black brown grey purple golden silver exact extra lucky jolly fuzzy dizzy vivid vague unique equal frozen joyful
        """;

    /// <summary>The words, in small letters.</summary>
    public static IReadOnlyList<string> All { get; } = Words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
