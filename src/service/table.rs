//! An ordered list of things with ids.

use std::collections::HashMap;
use std::ops::Index;

/// A thing with a typed id.
pub trait Keyed {
    /// The id's type.
    type Id: crate::base::ids::Id;
    /// The id.
    fn id(&self) -> &Self::Id;
}

/// An ordered list of things with unique ids; indexed by id.
#[derive(Debug, Clone)]
pub struct Table<T: Keyed> {
    rows: Vec<T>,
    positions: HashMap<T::Id, usize>,
}

impl<T: Keyed> Default for Table<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), positions: HashMap::new() }
    }
}

impl<T: Keyed> FromIterator<T> for Table<T> {
    /// Ids must be unique; a repeated id keeps its first row.
    fn from_iter<I: IntoIterator<Item = T>>(rows: I) -> Self {
        let mut table = Self::default();
        for row in rows {
            if !table.positions.contains_key(row.id()) {
                table.positions.insert(row.id().clone(), table.rows.len());
                table.rows.push(row);
            }
        }
        table
    }
}

impl<T: Keyed> Table<T> {
    /// The row with an id.
    #[must_use]
    pub fn get(&self, id: &T::Id) -> Option<&T> {
        self.positions.get(id).map(|&i| &self.rows[i])
    }
    /// The row with an id, to be changed in all but its id.
    #[must_use]
    pub fn get_mut(&mut self, id: &T::Id) -> Option<&mut T> {
        self.positions.get(id).map(|&i| &mut self.rows[i])
    }
    /// The position of an id.
    #[must_use]
    pub fn position(&self, id: &T::Id) -> Option<usize> {
        self.positions.get(id).copied()
    }
    /// The row at a position.
    ///
    /// # Panics
    /// If the position is beyond the table's end.
    #[must_use]
    pub fn at(&self, position: usize) -> &T {
        &self.rows[position]
    }
    /// All rows in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.rows.iter()
    }
    /// All rows in order, to be changed in all but their ids.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.rows.iter_mut()
    }
    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }
    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: Keyed> Index<&T::Id> for Table<T> {
    type Output = T;
    /// # Panics
    /// If the id is not in the table: validation makes sure that ids inside a service are.
    fn index(&self, id: &T::Id) -> &T {
        self.get(id).unwrap_or_else(|| panic!("{id:?} is not in its table"))
    }
}

impl<'a, T: Keyed> IntoIterator for &'a Table<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

macro_rules! keyed {
    ($($thing:ty => $id:ty;)+) => {$(
        impl crate::service::Keyed for $thing {
            type Id = $id;
            fn id(&self) -> &$id { &self.id }
        }
    )+};
}
pub(crate) use keyed;
