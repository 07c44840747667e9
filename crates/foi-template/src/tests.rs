use foi_model::Instrument;

const SHIPPED: [&str; 4] = [
    include_str!("../../../data/instruments/ras-2012.toml"),
    include_str!("../../../data/instruments/ras-2019.toml"),
    include_str!("../../../data/instruments/ras-2026.toml"),
    include_str!("../../../data/instruments/records-2024.toml"),
];

#[test]
fn every_instrument_has_a_template_and_the_same_bytes_each_time() {
    for text in SHIPPED {
        let instrument = Instrument::from_toml(text).unwrap();
        let (one, other) = (crate::workbook(&instrument).unwrap(), crate::workbook(&instrument).unwrap());
        assert!(one.starts_with(b"PK") && one == other, "{}", instrument.id);
        let blank = crate::blank(&instrument);
        assert_eq!(blank.answers.len(), instrument.questions.len());
    }
}
