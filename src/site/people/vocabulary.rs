//! Words that CRM pages use for everything but people, in the languages that
//! Ringside speaks. In lower case, without accents (see [`fold`]).

/// Words of labels and column headings beside which a name stands.
const NAMES: &str = "name names fullname contact person customer client employee member user \
    colleague lead kunde kontakt ansprechpartner mitarbeiter nom contact client employe nombre \
    cliente contacto contato empleado funcionario nome persona pessoa 名前 氏名 担当者 الاسم اسم \
    العميل নাম গ্রাহক";

/// Those of a given name.
const GIVEN: &str = "firstname first given vorname prenom primeiro 名";

/// Those of a family name.
const FAMILY: &str = "lastname last family surname nachname familienname apellido apellidos \
    sobrenome 姓";

/// Words of labels beside which something else stands; and of texts that are no
/// names.
const OTHERS: &str = "company companies organisation organization account firma unternehmen \
    societe entreprise empresa business email e-mail mail mailto address addresses adresse \
    direccion endereco courriel correo phone tel telephone mobile cell fax telefon telefono \
    telefone handy web website url city town country state region street zip postcode location \
    ort stadt land ville pays ciudad pais cidade status stage role title position job department \
    team date created updated modified last-seen since due owner assigned assignee by tags tag \
    notes note comment comments description details detail type category source priority value \
    amount price total id no number nr actions action options more menu edit delete remove view \
    open close call write send reply forward copy share export import save cancel new add create \
    active inactive archived enabled disabled pending scheduled completed done draft sent failed \
    won lost hot warm cold qualified unqualified customer-since online offline away busy available \
    yes no none all overview summary information info profile settings preferences dashboard home \
    activities activity tasks task deals deal leads contacts customers clients employees people \
    users members messages history timeline search filter sort results page aktiv inaktiv offen \
    geschlossen abgeschlossen neu bearbeiten loschen aktionen anrufen schreiben actif inactif \
    ouvert ferme nouveau modifier supprimer activo inactivo abierto cerrado nuevo editar eliminar \
    ativo inativo aberto fechado novo excluir メール 電話 会社 状態 部署 役職 البريد الهاتف الشركة \
    الحالة ইমেইল ফোন কোম্পানি";

/// Words of job titles and of departments.
const TITLES: &str = "manager director head chief officer president vice engineer developer \
    designer analyst consultant assistant associate specialist coordinator representative agent \
    executive administrator supervisor accountant buyer seller sales marketing support finance \
    engineering operations procurement service services ceo cto cfo coo vp intern founder partner \
    leiter leiterin geschaftsfuhrer vertrieb einkauf directeur responsable gerente diretor";

/// What companies put after their name.
const COMPANIES: &str = "inc inc. ltd ltd. llc llp plc gmbh ag kg ohg ug se sa s.a. sarl sas srl \
    s.l. spa s.p.a. bv b.v. nv ab oy as a/s co co. corp corp. corporation limited group holding \
    holdings industries solutions technologies systems labs partners associates & 株式会社";

/// Parts of names that begin with a small letter.
const PARTICLES: &str = "de da do dos das del della di du la le les van von der den ter ten zu zum \
    af av bin ibn al el e y ben bint";

/// What a label is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// There is none, or its words are unknown.
    Unknown,
    /// Of a whole name.
    Name,
    /// Of a given name.
    Given,
    /// Of a family name.
    Family,
    /// Of something that is no name.
    Other,
}

/// What a label or a column heading is of.
pub(super) fn label(text: &str) -> Label {
    let text = fold(text);
    let mut label = Label::Unknown;
    for word in words(&text) {
        // "Company name" and "Contact's email": what is no name decides.
        if holds(OTHERS, word) || holds(TITLES, word) {
            return Label::Other;
        }
        if holds(GIVEN, word) {
            label = Label::Given;
        } else if holds(FAMILY, word) {
            label = Label::Family;
        } else if label == Label::Unknown && holds(NAMES, word) {
            label = Label::Name;
        }
    }
    label
}

/// Whether all words of a folded text are words of labels.
pub(super) fn is_label(text: &str) -> bool {
    let mut words = words(text);
    words.all(|word| {
        holds(OTHERS, word) || holds(NAMES, word) || holds(GIVEN, word) || holds(FAMILY, word)
    })
}

/// Whether a folded word is one of job titles.
pub(super) fn is_title(word: &str) -> bool {
    holds(TITLES, word)
}

/// Whether a folded word is what companies put after their names.
pub(super) fn is_company(word: &str) -> bool {
    holds(COMPANIES, word)
}

/// Whether a folded word can begin with a small letter in a name.
pub(super) fn is_particle(word: &str) -> bool {
    holds(PARTICLES, word)
}

/// Whether a word is in a list of words.
pub(super) fn holds(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// The words of a text, without what stands between them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c| " '’:*/(),.!?…_-".contains(c));
    words.filter(|word| !word.is_empty())
}

/// A text in small letters without accents, as far as Latin letters go: the
/// Unicode tables for all others are larger than the rest of the detection.
pub(super) fn fold(text: &str) -> String {
    // From U+00C0 to U+00DE, and the same again from U+00E0 to U+00FE.
    const PLAIN: &[u8; 31] = b"aaaaaaaceeeeiiiidnooooo ouuuuyt";
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        folded.push(match c {
            '\u{c0}'..='\u{de}' | '\u{e0}'..='\u{fe}' if c != '×' && c != '÷' => {
                let index = (u32::from(c) - 0xc0) % 32;
                usize::try_from(index)
                    .ok()
                    .and_then(|index| PLAIN.get(index))
                    .map_or(c, |plain| char::from(*plain))
            }
            c => c.to_ascii_lowercase(),
        });
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_what_stands_beside_them() {
        for (text, expected) in [
            ("Name", Label::Name),
            ("Full name:", Label::Name),
            ("Contact", Label::Name),
            ("Customer *", Label::Name),
            ("First name", Label::Given),
            ("Prénom", Label::Given),
            ("Surname", Label::Family),
            ("Company name", Label::Other),
            ("Contact email", Label::Other),
            ("Created by", Label::Other),
            ("Status", Label::Other),
            ("氏名", Label::Name),
            ("", Label::Unknown),
            ("Jane Doe", Label::Unknown),
        ] {
            assert_eq!(label(text), expected, "{text:?}");
        }
    }

    #[test]
    fn accents_and_capitals_do_not_count() {
        assert_eq!(fold("Örjan Muñoz-Écija"), "orjan munoz-ecija");
        assert_eq!(fold("李 Ж"), "李 Ж");
    }
}
