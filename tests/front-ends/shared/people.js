// A thousand invented people. Some addresses have the name in them, others do not.

const GIVEN = [
  'Ada', 'Bao', 'Chidi', 'Dora', 'Emil', 'Fatima', 'Goran', 'Hana', 'Ivan', 'Judit',
  'Kofi', 'Leila', 'Mateo', 'Noor', 'Olga', 'Pavel', 'Rosa', 'Sven', 'Tala', 'Yusuf',
];
const FAMILY = [
  'Abel', 'Bauer', 'Cruz', 'Dahl', 'Egede', 'Fischer', 'Gruber', 'Hansen', 'Ito', 'Jansen',
  'Kaya', 'Lind', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Quist', 'Rossi', 'Silva', 'Tanaka',
  'Usman', 'Varga', 'Weber', 'Xu', 'Yilmaz', 'Zeman', 'Alba', 'Brandt', 'Castro', 'Diallo',
  'Evans', 'Farkas', 'Gallo', 'Haas', 'Ilves', 'Jovic', 'Keller', 'Lopez', 'Meyer', 'Nyman',
  'Ortiz', 'Pohl', 'Reyes', 'Sato', 'Toth', 'Ueda', 'Vidal', 'Wolf', 'Yang', 'Zeller',
];
const COMPANIES = ['Acme', 'Globex', 'Initech', 'Hooli', 'Stark Industries', 'Vandelay Imports'];
const STATUS = ['Active', 'Inactive', 'Lead'];

/** In the order of their numbers, which is not that of their names. */
export const people = Array.from({ length: 1000 }, (_, id) => {
  const given = GIVEN[id % GIVEN.length];
  const family = FAMILY[(Math.floor(id / GIVEN.length) + id) % FAMILY.length];
  const local = id % 2 ? `${given}.${family}`.toLowerCase() : `p${id}`;
  return {
    id,
    name: `${given} ${family}`,
    email: `${local}@${id % 3 ? 'acme' : 'globex'}.example`,
    company: COMPANIES[id % COMPANIES.length],
    status: STATUS[id % STATUS.length],
  };
});

/** The columns that every grid has: the field and the heading. */
export const COLUMNS = [
  ['name', 'Name'],
  ['email', 'Email'],
  ['company', 'Company'],
  ['status', 'Status'],
];
