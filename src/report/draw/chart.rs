//! A native chart over the rows of a table.

use super::pen::{Pen, ROW_POINTS};
use super::table::starts;
use crate::report::sheet::{Line, Picture, Sheet, Table};
use crate::report::style::BODY;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType,
    Color, XlsxError,
};

const BLUE: Color = Color::RGB(0x002F_5597);
const ORANGE: Color = Color::RGB(0x00C5_5A11);

impl Pen<'_> {
    /// A chart over the table's rows (sections and totals must not stand between them), below the table.
    pub(super) fn picture(
        &mut self,
        sheet: &Sheet,
        table: &Table,
        picture: &Picture,
        body: u32,
    ) -> Result<(), XlsxError> {
        let is_row = |line: &&Line| matches!(line, Line::Row(_));
        let rows = table.lines.iter().filter(is_row).count() as u32;
        if rows == 0 {
            return Ok(());
        }
        let mut chart = chart(sheet, table, picture, (body, body + rows - 1));
        let pixels = self.sum(0, self.last());
        chart.set_width((pixels - 8.0).max(200.0) as u32);
        chart.set_height((picture.height / 0.75) as u32);
        self.gap();
        self.paper
            .insert_chart_with_offset(self.row, 0, &chart, 4, 0)?;
        let slots = (picture.height / ROW_POINTS).ceil() as u32 + 1;
        for _ in 0..slots {
            self.height(ROW_POINTS)?;
        }
        Ok(())
    }
}

/// The chart over rows `first` to `last` of the sheet.
fn chart(sheet: &Sheet, table: &Table, picture: &Picture, (first, last): (u32, u32)) -> Chart {
    let starts = starts(table);
    let mut chart = Chart::new(if picture.lying {
        ChartType::Bar
    } else {
        ChartType::Column
    });
    let names = starts[picture.names];
    for (k, color) in picture.series.iter().zip([BLUE, ORANGE]) {
        let at = starts[*k];
        let mut fill = ChartSolidFill::new();
        fill.set_color(color);
        chart
            .add_series()
            .set_name(table.columns[*k].head.as_str())
            .set_categories((sheet.name, first, names, last, names))
            .set_values((sheet.name, first, at, last, at))
            .set_format(ChartFormat::new().set_solid_fill(&fill))
            .set_data_label(ChartDataLabel::new().show_value().set_font(&font(9.0)))
            .set_gap(60);
    }
    let mut bold = font(13.0);
    bold.set_bold();
    chart
        .title()
        .set_name(picture.title.as_str())
        .set_font(&bold);
    chart.x_axis().set_font(&font(9.0));
    let value_axis = chart.y_axis();
    value_axis.set_font(&font(9.0)).set_major_gridlines(false);
    if picture.lying {
        chart.x_axis().set_reverse();
    }
    if picture.series.len() > 1 {
        let legend = chart.legend();
        legend.set_position(ChartLegendPosition::Bottom);
        legend.set_font(&font(10.0));
    } else {
        chart.legend().set_hidden();
    }
    chart
}

fn font(size: f64) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name(BODY).set_size(size);
    font
}
