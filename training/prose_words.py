"""The word lists that the generated prose draws from, by the name of the slot they fill."""


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


POOLS: dict[str, tuple[str, ...]] = {
    "town": _list(
        "Ellersby|Brackwater|Norwick|Tamsin Falls|Harrowmere|Coldhaven|Pellbridge|Ostrum|Wexleigh|Marrow Bay"
        "|Dunfallow|Greywell|Lanternside|Quillport|Saltmarsh|Underhill|Vessen|Thornquay|Aldermoor|Finchley Cross"
        "|Rook Harbour"
    ),
    "region": _list(
        "the northern valleys|the salt coast|the lake country|the eastern hills|the river delta|the upland farms"
        "|the old harbour towns|the southern plain|the mining district|the islands|the border parishes"
    ),
    "author": _list(
        "Halloran|Pevensey|Amory|Lindgard|Okoro|Straube|Venn|Castellan|Ivarsen|Marlowe|Quist|Redfern|Sorel"
        "|Tamblyn|Ulverston|Wardlow|Yarrow|Zander|Brisbane|Delacourt|Eskridge|Fenwick|Garrod|Hexham"
    ),
    "year": _list("|".join(str(year) for year in range(1811, 1997, 3))),
    "season": _list("spring|early summer|late summer|autumn|the first frost|winter|the wet season|harvest time"),
    "group": _list(
        "weavers|dock workers|shepherds|schoolchildren|miners|ferrymen|clerks|bakers|fishermen|gardeners|soldiers"
        "|nurses|tanners|sailors|glass blowers|charcoal burners|printers|millers|thatchers|widows"
        "|travelling traders"
    ),
    "office": _list(
        "the county archive|the provincial council|the university library|the guild hall|the cathedral school"
        "|the statistical bureau|the district museum|the royal college|the chamber of commerce|the town clerk"
    ),
    "text": _list(
        "a short treatise|an anonymous pamphlet|a printed lecture|a long letter|a handbook for beginners"
        "|a travel diary|a catalogue|a series of essays|a parish chronicle|a collection of reports|a dictionary"
        "|an encyclopaedia"
    ),
    "quality": _list(
        "careful|patient|curious|cautious|thorough|stubborn|modest|hasty|learned|practical|quiet|generous|sceptical"
    ),
    "judgement": _list(
        "rightly or wrongly|with some justice|without much evidence|to the surprise of many|after long debate"
        "|by habit|in good faith|for want of a better word|with growing doubt|in plain language"
        "|more often than not"
    ),
    "count": _list("a handful of|several|many|a few|countless|relatively few|a growing number of|surprisingly many"),
    "work": _list(
        "an inventory|a survey|a census|a long correspondence|a public hearing|a series of visits"
        "|a private collection|an exhibition|a translation|a field study|a committee|a competition"
    ),
    "thing": _list(
        "ledger|lantern|barrel|wagon|ferry|orchard|hedge|quarry|harbour|bridge|mill|bell tower|market hall"
        "|granary|canal|lighthouse|window|stone wall|path|meadow|boat|gate|cellar|chimney|workshop|reading room"
    ),
    "material": _list("oak|copper|slate|wool|linen|iron|glass|clay|paper|salt|wax|tin|marble|leather|reed|granite"),
    "weather": _list("fog|hail|a mild breeze|steady rain|drought|an early thaw|heavy snow|a dry wind|bright light"),
    "body": _list(
        "palm|jaw|fingertip|heel|eyelid|ankle|shoulder|knee|scalp|elbow|wrist|throat|tongue|gut|breath|skin|ear"
        "|hip|neck|spine|gland|nerve|muscle|lung|kidney|nail|nostril|lip|rib|thumb"
    ),
    "bodies": _list(
        "palms|jaws|fingers|heels|eyelids|ankles|shoulders|knees|elbows|wrists|ears|hips|gums|glands|nerves"
        "|muscles|lungs|kidneys|nails|nostrils|lips|ribs|thumbs|feet|cheeks"
    ),
    "sign": _list(
        "a silvery scale on the {body}|a dull ache in the {bodies}|slow speech in the evening"
        "|a bluish tint of the {bodies}|numbness around the {body}|a hoarse voice after meals|trembling {bodies}"
        "|cold sweat on the {body}|an itching {body}|ringing in the ears|a warm swelling of the {body}"
        "|sudden thirst at noon|pale {bodies}|a crackling {body}|weakness of the {bodies}"
        "|a grey film on the {body}|hiccups before sleep|a red streak on the {body}|a copper taste"
        "|a drooping {body}|stiffness of the {bodies} in the cold|shivering after bathing|a fading rash"
    ),
    "cause": _list(
        "spores from wet hay|a worm in river water|dust of {material}|a lack of iodine"
        "|an inherited weakness of the {bodies}|the sting of a sand wasp|spoiled barley|prolonged kneeling"
        "|a mild poison in {material}|lime in the well|a blocked duct of the {body}|the bite of a bat"
        "|fumes of {material}|too little sunlight|a fungus on stored grain|an excess of bile"
        "|scarring of the {body}|a virus of the {bodies}|pressure on the {body}|a shortage of copper"
    ),
    "remedy": _list(
        "a poultice of willow bark|salt water gargles|a brace for the {body}|rest in a dark room"
        "|an ointment of {material}|steam with thyme|iodine drops|gentle massage of the {bodies}"
        "|a diet without meat|cold wraps around the {body}|honey syrup|light exercise|a splint on the {body}"
        "|barley water|a course of injections|charcoal powder|surgery of the {body}|mud baths|sulphur soap"
        "|warm milk with zinc|padded shoes|lenses of {material}"
    ),
    "check": _list(
        "a hearing test|a urine test|weighing once a week|a touch test of the {bodies}|an image of the {body}"
        "|a sleep diary|a blood count|a home visit|a photograph of the {body}|a test of balance|a second smear"
        "|an X-ray of the {bodies}"
    ),
    "complaint": _list(
        "earache|a chill on the {body}|poor appetite|heartburn|a sprained {body}|chapped {bodies}|sea sickness"
        "|insomnia|colic|cramp of the {bodies}|a stubborn cough|winter fatigue|boils|gout|lumbago|toothache"
        "|dizziness"
    ),
    "dose": _list(
        "three lozenges in the morning|a spoonful of syrup after meals|one patch on the {body} each Sunday"
        "|a powder in warm milk|two tablets with water|a drop in each ear|one capsule in the forenoon"
        "|a sachet before breakfast|four pills at noon|a thin film of cream on the {body}"
        "|a spray under the tongue|half an ampoule in the evening"
    ),
    "effect": _list(
        "itching of the {bodies}|a dry mouth|loss of appetite|ringing ears|a mild tremor|weight gain|hiccups"
        "|night sweats|flushing of the {body}|a slow pulse|thin hair|nausea at sunrise|stiff {bodies}"
        "|a sour taste|pale skin"
    ),
    "avoided": _list(
        "pickled fish|cheese|tomatoes|cough syrup|sleeping pills|camphor|mint oil|walnuts|red wine"
        "|salt substitutes|rhubarb|aspirin|bitter almonds|smoked meat|strong coffee|calcium powder|lemon juice"
    ),
    "bound": _list(
        "keepers of more than five goats|masters of fishing boats|sellers of {material}|owners of a {thing}"
        "|tenants of a {thing}|bakers in walled towns|carriers of {material}|lodgers without a contract"
        "|guilds of {group}|heirs of {group}|makers of candles|drivers of coaches|people who dig wells"
        "|households with a {thing}"
    ),
    "span": _list(
        "two days|five days|ten days|twelve days|eighteen days|forty days|two weeks|six weeks|two months"
        "|four months|six months|nine months|two years|three years|fifteen years|twenty years|half a year"
        "|one night|a single season"
    ),
    "sanction": _list(
        "a fine of ten crowns|a fine of six crowns per {thing}|confiscation of the {thing}|a public reprimand"
        "|loss of the seat|removal of the {thing}|three nights in the town gaol|payment of all costs"
        "|suspension of the licence|forfeiture of the bond|repair of the {thing}|exclusion from the market"
        "|a ban on trading"
    ),
    "agency": _list(
        "the Board of Wells|the Mint Warden|the Timber Office|the Registrar of Boats|the Weights Inspectorate"
        "|the Hill Tribunal|the Bridge Commissioner|the Grain Office|the Bell Surveyor|the Chamber of Seals"
        "|the Forestry Bench|the Market Court|the Coastal Registry|the Court of Wardens|the Tithe Chamber"
        "|the Guild Bench|the Toll Court"
    ),
    "filer": _list(
        "a guardian of minors|the seller of the {thing}|the oldest heir|two neighbours together"
        "|the keeper of the {thing}|a creditor with a seal|the tenant of the {thing}|any member of the guild"
        "|the master of the vessel|the parish priest"
    ),
    "paper": _list(
        "a sketch of the {thing}|a receipt for {material}|a sworn statement|a sample of {material}"
        "|a copy of the lease|a list of {group}|a certificate of baptism|a drawing of the roof"
        "|a letter from the mayor|a signed inventory|an invoice for the {thing}"
    ),
    "sum": _list(
        "fifty crowns|ninety crowns|three hundred crowns|four hundred crowns|seven hundred crowns"
        "|two thousand crowns|six thousand crowns|eleven thousand crowns|one fifth of the price"
        "|half of the deposit|forty thousand crowns"
    ),
    "fee": _list(
        "two crowns a year|one crown per visit|half a percent of the sum|a tenth of the gain"
        "|four percent at closing|six crowns per transfer|a flat charge of eleven crowns"
        "|one percent of the balance|no charge in the first year"
    ),
    "danger": _list(
        "a bad harvest of {material}|a flood of the {thing}|falling prices of {material}|a change of the law"
        "|early withdrawal|the failure of one borrower|a strike of {group}|a fire in the {thing}|slow sales"
        "|a weak currency|theft of {material}"
    ),
    "rate": _list(
        "two crowns per barrel|five percent of the rent|half a crown per sheep|one percent of the wage"
        "|six crowns per {thing}|nine percent of the profit|a tenth of a crown per loaf"
        "|four percent of the estate|three crowns per cartload"
    ),
    "payer": _list(
        "importers of {material}|the seller of the {thing}|brewers and distillers|owners of a {thing}|the heirs"
        "|lenders of money|guilds of {group}|the tenant of the {thing}|exporters of {material}|innkeepers"
        "|employers of {group}"
    ),
    "due": _list(
        "on the last Friday in June|before the spring fair|at the end of the quarter|on arrival at the {thing}"
        "|after the census|when the {thing} is opened|in the second week of May|on the day of the auction"
        "|before sunrise on market day"
    ),
    "exempt": _list(
        "schools and hospitals|boats without sails|gifts between cousins|tools of {group}|houses with one room"
        "|goods made of {material}|widows with children|goods in transit|monasteries|new workshops|firewood"
        "|charities without land"
    ),
}

# What the names of the unnamed extras are made of.
NAME_PARTS: dict[str, tuple[str, ...]] = {
    "stem": _list(
        "bal|cor|dal|fen|gar|hal|jor|kel|lum|mar|nor|orl|pel|quor|ral|sen|tor|ulv|ver|wex|yar|zel|bram|dros|flin|grel"
    ),
    "middle": _list("a|e|i|o|u|an|en|in|or|ul|ast|erin|ovar|idel|umer"),
    "condition": _list("osis|itis|algia|ria|emia| fever| palsy|oma"),
    "medicine": _list("idol|amine|exin|arine|opam|azole|oxane|umab"),
    "first": _list(
        "Amber|Barley|Cedar|Cobalt|Dune|Elm|Falcon|Fern|Garnet|Hazel|Ivory|Juniper|Larch|Maple|Nettle|Onyx|Pebble"
        "|Quartz|Raven|Slate|Tallow|Umber|Willow|Bramble|Cinder|Flint|Gravel|Heather|Mallow|Poplar"
    ),
    "statute": _list("Markets Act|Wells Act|Tenancy Act|Carriage Act|Storage Act|Wages Act|Access Act"),
    "product": _list("Saver|Note|Bond|Annuity|Ladder|Loan|Mortgage|Fund"),
    "levy": _list("duty|levy|surcharge|toll|contribution|charge|tithe"),
    "instrument": _list("notice|petition|deed|writ|caveat|warrant|plea"),
    "manner": _list("idle|sealed|northern|joint|sudden|silent|open|broken|common|lawful|distant|hidden|second|mutual"),
    "matter": _list("claim|passage|pasture|lights|growth|cargo|harvest|shelter|timber|water|repair|custody|bounds"),
}
